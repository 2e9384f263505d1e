//! The commands that the server carries out for code actions; no client has to know them.

use serde_json::Value;
use tower_lsp::ls_types as lsp;

use crate::capabilities::Profile;
use crate::outbound::Outbound;

/// Shows a rule's page; takes the rule's name.
pub(crate) const EXPLAIN: &str = "longshore.explain";
/// Applies an edit; takes a `WorkspaceEdit`. For clients whose code actions cannot be literals.
pub(crate) const APPLY: &str = "longshore.apply";
/// All commands.
pub(crate) const ALL: [&str; 2] = [EXPLAIN, APPLY];

/// What has to be sent to the client to carry out a command; `None` where its arguments make no sense.
pub(crate) fn execute(params: lsp::ExecuteCommandParams, profile: &Profile) -> Option<Outbound> {
    let argument = params.arguments.into_iter().next()?;
    match params.command.as_str() {
        EXPLAIN => explain(&argument, profile),
        APPLY => serde_json::from_value(argument).ok().map(Outbound::ApplyEdit),
        _ => None,
    }
}

fn explain(rule: &Value, profile: &Profile) -> Option<Outbound> {
    let rule = longshore_lint::rules::find(rule.as_str()?)?;
    match rule.url().parse() {
        Ok(page) if profile.show_document => Some(Outbound::ShowDocument(page)),
        _ => {
            let message = format!("{}: {}\n{}", rule.name, rule.summary(), rule.url());
            Some(Outbound::Show(lsp::MessageType::INFO, message))
        }
    }
}
