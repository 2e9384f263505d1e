//! What the rules about names and files ask first: whether all is known that may declare a name, and what then follows.

use std::cell::OnceCell;
use std::path::Path;
use std::sync::Arc;

use longshore_model::compose::{Role, Service, Text, role};
use longshore_model::{Compose, Content, File};
use longshore_syntax::Span;
use longshore_syntax::yaml::Node;

use crate::{ComposeContext, Severity};

/// Whether everything is read that the file names and says: nothing that may declare a name is missing or broken.
pub(super) fn complete(context: &ComposeContext<'_>) -> bool {
    let yaml = &context.compose.yaml;
    let top = yaml.root().and_then(Node::as_mapping);
    yaml.problems.is_empty()
        && top.is_none_or(|top| top.duplicates().is_empty())
        && !context.ways.iter().any(|way| way.project.is_partial())
}

/// The compose files that the one that is judged may be run with; looked for when they are first asked for.
pub(super) struct Around<'c, 'a> {
    context: &'c ComposeContext<'a>,
    part: OnceCell<bool>,
    beside: OnceCell<Vec<Arc<File>>>,
}

impl<'c, 'a> Around<'c, 'a> {
    pub(super) const fn new(context: &'c ComposeContext<'a>) -> Self {
        Self { context, part: OnceCell::new(), beside: OnceCell::new() }
    }

    /// Whether another file includes or extends the one that is judged: then it need not stand by itself.
    pub(super) fn is_part(&self) -> bool {
        *self.part.get_or_init(|| self.context.referring().next().is_some())
    }

    /// Whether one of the other compose files of the folder is such.
    pub(super) fn beside(&self, is: impl Fn(&Compose) -> bool) -> bool {
        let files = self.beside.get_or_init(|| self.context.beside().collect());
        files.iter().any(|file| matches!(&file.content, Content::Compose(compose) if is(compose)))
    }

    /// How bad it is that the project of the file has no `name` below the key `section` of the top level, which
    /// `service` uses; `None` where the file is part of another one.
    pub(super) fn absence(&self, section: &str, name: &str, service: &Service) -> Option<Severity> {
        if self.is_part() {
            return None;
        }
        let defines = |compose: &Compose| compose.defined(section).any(|(defined, _)| defined == name);
        let alone = role(&self.context.file.path) == Role::Default && !self.beside(defines);
        Some(if alone { refusal(service) } else { Severity::Information })
    }
}

/// How bad it is that the engine refuses a project for what `service` says: where that has profiles, it does so only when
/// one of them is on.
pub(super) fn refusal(service: &Service) -> Severity {
    if profiles(service).is_empty() { Severity::Error } else { Severity::Warning }
}

/// The profiles that switch `service` on; none where it always runs.
pub(super) fn profiles(service: &Service) -> Vec<&str> {
    service.node.get("profiles").map(|node| node.texts().map(Text::text).collect()).unwrap_or_default()
}

/// What `text` says, where the file that is judged writes just that: no variable stands in it.
pub(super) fn written<'t>(context: &ComposeContext<'_>, text: &'t Text) -> Option<(&'t str, Span)> {
    let name = text.known().filter(|name| !name.is_empty())?;
    let span = context.text(text)?;
    let bare = unquoted(span, &context.file.text);
    (bare.text(&context.file.text) == name).then_some((name, bare))
}

/// `span` without the quotes that it begins and ends with.
fn unquoted(span: Span, file: &str) -> Span {
    let text = span.text(file);
    let quoted = text.len() > 1 && ['"', '\''].iter().any(|quote| text.starts_with(*quote) && text.ends_with(*quote));
    if quoted { Span::new(span.start + 1, span.end - 1) } else { span }
}

/// `path` as people write it: from the workspace folder that holds it.
pub(super) fn shown(context: &ComposeContext<'_>, path: &Path) -> String {
    context.workspace.relative(path).display().to_string().replace('\\', "/")
}
