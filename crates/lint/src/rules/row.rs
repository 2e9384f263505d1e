//! What the rules of the checklist's rows have in common: a finding for each fact of a row.

use longshore_model::state::{Evidence, Fact, Place, Row};

use crate::remedy::{self, MOST};
use crate::{ComposeContext, Context, Diagnostic, Fix, Related, Rule, ServiceFact, Severity};

/// A row of the checklist as its rule reports it.
pub(super) struct Report {
    pub(super) rule: &'static Rule,
    pub(super) row: Row,
    /// What the state is called: "uploads".
    pub(super) what: &'static str,
    /// What is lost, and the way out, as the end of a sentence.
    pub(super) why: &'static str,
    /// The ways out, the preferred one first.
    pub(super) fixes: fn(&Context<'_>, &Fact) -> Vec<Fix>,
}

impl Report {
    /// The findings of the row in the services of a compose file.
    pub(super) fn services(&self, context: &ComposeContext<'_>) -> Vec<Diagnostic> {
        let facts = context.facts.iter().filter(|one| one.fact.row == self.row);
        facts.enumerate().map(|(index, one)| self.of_service(context, one, index < MOST)).collect()
    }

    fn of_service(&self, context: &ComposeContext<'_>, one: &ServiceFact, fixed: bool) -> Diagnostic {
        let fact = &one.fact;
        let severity = if fact.certain { Severity::Warning } else { Severity::Information };
        let message = match (&fact.place.evidence, &fact.path) {
            (Evidence::Mounted, Some(path)) => format!(
                "`{path}` keeps log files on a mount: `docker logs` and collectors do not see them, and nobody bounds \
                 them; log to stdout and stderr, and remove the mount"
            ),
            _ => format!("{}: {}", self.subject(&context.file.text, fact), self.why),
        };
        Diagnostic {
            severity: context.severity(severity),
            related: related(fact),
            fixes: if fixed { remedy::compose::externalise(context, one) } else { Vec::new() },
            ..Diagnostic::new(self.rule, fact.place.span, message)
        }
    }

    /// The findings of the row.
    pub(super) fn findings(&self, context: &Context<'_>) -> Vec<Diagnostic> {
        let facts = context.state.facts.iter().filter(|fact| fact.row == self.row);
        facts.enumerate().map(|(index, fact)| self.finding(context, fact, index < MOST)).collect()
    }

    fn finding(&self, context: &Context<'_>, fact: &Fact, fixed: bool) -> Diagnostic {
        let sure = fact.certain && !context.state.development;
        Diagnostic {
            rule: self.rule,
            severity: if sure { Severity::Warning } else { Severity::Information },
            span: fact.place.span,
            message: format!("{}: {}", self.subject(&context.file.text, fact), self.why),
            related: related(fact),
            fixes: if fixed { (self.fixes)(context, fact) } else { Vec::new() },
        }
    }

    /// Who writes where.
    fn subject(&self, text: &str, fact: &Fact) -> String {
        let path = fact.path.as_ref().map(|path| format!("`{path}`"));
        let what = self.what;
        match (&fact.place.evidence, &fact.driver, path) {
            (Evidence::Setting(name), Some(driver), _) => {
                format!("`{name}={driver}` keeps {what} inside the container")
            }
            (Evidence::Setting(name), None, Some(path)) => {
                format!("`{name}` keeps {what} in {path}, inside the container")
            }
            (Evidence::Option(option), _, Some(path)) => format!("`{option}` writes to {path} inside the container"),
            (Evidence::Tail, _, Some(path)) => format!("{path} is written inside the container only to be read back"),
            (Evidence::Cron, _, Some(path)) => format!("a scheduled job writes to {path} inside the container"),
            (_, _, Some(path)) if !fact.stands_for.is_empty() => {
                let rows: Vec<&str> = fact.stands_for.iter().map(|row| plural(*row)).collect();
                format!("{path}, with {}, is written inside the container", rows.join(", "))
            }
            (_, _, Some(path)) => format!("{path} is written inside the container"),
            (_, _, None) => {
                format!("`{}` keeps {what} inside the container", fact.place.span.text(text))
            }
        }
    }
}

/// The further places of a fact, those of neighbouring files too.
fn related(fact: &Fact) -> Vec<Related> {
    let neighbour = |place: &Place| {
        let (path, span) = place.beside.clone()?;
        Some(Related { path: Some(path), span, message: "this line says so".to_owned() })
    };
    let mut all: Vec<Related> = neighbour(&fact.place).into_iter().collect();
    all.extend(fact.more.iter().map(|place| {
        let here = || Related { path: None, span: place.span, message: meaning(&place.evidence).to_owned() };
        neighbour(place).unwrap_or_else(here)
    }));
    all
}

fn plural(row: Row) -> &'static str {
    match row {
        Row::Schedule => "schedules",
        Row::Database => "databases",
        Row::Sessions => "sessions",
        Row::Uploads => "uploads",
        Row::Logs => "logs",
        Row::Cache => "caches",
        Row::Data => "data",
    }
}

fn meaning(evidence: &Evidence) -> &'static str {
    match evidence {
        Evidence::Mounted => "it is mounted here",
        Evidence::Setting(_) => "a setting names it here",
        Evidence::Option(_) => "an option names it here",
        Evidence::Redirect => "output goes there",
        Evidence::Tail => "it is read back here",
        Evidence::Cron => "a scheduled job writes it",
        Evidence::Made => "it is made here",
        Evidence::HandedOver => "it is handed over here",
        Evidence::File => "the file is made here",
    }
}
