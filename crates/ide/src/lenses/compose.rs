//! Above each service of a compose file: what it holds, and how much of it is lost on replacement.

use longshore_model::compose::{Compose, Service};
use longshore_model::holdings::Holdings;
use longshore_model::{File, Workspace};

use super::Lens;
use crate::held::{Held, Services};

/// How many kinds of state are named before the rest is only hinted at.
const NAMED: usize = 4;

/// The lines above those services that hold something.
pub(super) fn lenses(workspace: &Workspace, file: &File, compose: &Compose) -> Vec<Lens> {
    let services = Services::new(workspace, file);
    let lens = |(service, holdings): (&Service, &Holdings)| {
        let span = compose.application().service(&service.name)?.key.span;
        Some(Lens { span, title: title(&services.held(service, holdings))? })
    };
    let mut lenses: Vec<Lens> = services.all().filter_map(lens).collect();
    lenses.sort_unstable_by_key(|lens| lens.span);
    lenses
}

/// `holds: uploads, database · 2 lost on replacement`; `None` where nothing is held.
fn title(held: &[Held]) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for one in held {
        if !names.contains(&one.name) {
            names.push(one.name);
        }
    }
    let rest = if names.len() > NAMED { ", …" } else { "" };
    names.truncate(NAMED);
    let lost = lost(held);
    let lost = if lost > 0 { format!(" · {lost} lost on replacement") } else { String::new() };
    (!names.is_empty()).then(|| format!("holds: {}{rest}{lost}", names.join(", ")))
}

/// How many pieces are lost; what lies below another lost one is part of that.
fn lost(held: &[Held]) -> usize {
    let lost = || held.iter().filter(|one| one.is_lost());
    let part = |one: &Held| {
        one.path.as_ref().is_some_and(|path| {
            lost().filter_map(|other| other.path.as_ref()).any(|other| other != path && path.is_within(other))
        })
    };
    lost().filter(|one| !part(one)).count()
}
