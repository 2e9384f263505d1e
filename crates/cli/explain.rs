//! `longshore explain [RULE]`.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Result, bail};
use longshore_config::nearest_rule;
use longshore_lint::{Rule, rules};

use crate::args::Explain;
use crate::{markdown, page};

pub(crate) fn run(options: &Explain) -> Result<ExitCode> {
    let text = match &options.rule {
        None if options.markdown => page::table(""),
        None => list(),
        Some(name) => {
            let page = page::markdown(find(name)?);
            if options.markdown { page } else { markdown::for_terminal(&page) }
        }
    };
    anstream::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn find(name: &str) -> Result<&'static Rule> {
    let Some(rule) = rules::find(name) else { bail!("there is no rule `{name}`{}", nearest_rule(name)) };
    Ok(rule)
}

/// One line a rule.
fn list() -> String {
    let width = rules::ALL.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let line = |rule: &&Rule| format!("\u{1b}[1m{:width$}\u{1b}[0m  {}\n", rule.name, rule.summary());
    rules::ALL.iter().map(line).collect()
}
