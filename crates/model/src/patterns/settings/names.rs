//! What the name of a setting says whatever its value is; kept, because the same names come again and again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::super::has_database_name;
use super::rules::{RULES, Rule};

/// How many names are remembered; past that all are forgotten.
const NAMES: usize = 4_000;

/// The name of a setting.
pub(super) struct Name {
    /// Its words in upper case, with `_` between them.
    pub(super) words: String,
    /// Whether its log is data.
    pub(super) data_log: bool,
    /// Whether it is one of a database.
    pub(super) database: bool,
    /// The families that it belongs to, in the order of the table.
    pub(super) rules: Vec<&'static Rule>,
}

impl Name {
    /// The name that is written `name`.
    pub(super) fn of(name: &str) -> Rc<Self> {
        thread_local! {
            static KNOWN: RefCell<HashMap<String, Rc<Name>>> = RefCell::default();
        }
        KNOWN.with_borrow_mut(|known| {
            if let Some(known) = known.get(name) {
                return Rc::clone(known);
            }
            if known.len() >= NAMES {
                known.clear();
            }
            let new = Rc::new(Self::new(name));
            known.insert(name.to_owned(), Rc::clone(&new));
            new
        })
    }

    fn new(name: &str) -> Self {
        let words = normalised(name);
        let rules = RULES.iter().filter(|rule| rule.names.has(&words)).collect();
        Self { data_log: is_data_log(&words), database: has_database_name(&words), rules, words }
    }
}

/// Upper case, with a single `_` for everything that separates words.
pub(super) fn normalised(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_uppercase).collect::<Vec<_>>().join("_")
}

/// Whether the log of this name is data: a commit log, a write-ahead log, a replication log.
fn is_data_log(name: &str) -> bool {
    let word = |wanted: &[&str]| name.split('_').any(|word| wanted.contains(&word));
    name.starts_with("KAFKA_LOG")
        || name.contains("DATA_LOG")
        || name.contains("TRANSACTION_LOG")
        || name.contains("BINLOG")
        || name.ends_with("LOG_DIRS")
        || word(&["WAL", "WALDIR", "WALS", "REDOLOG", "RAFTLOG"])
        || name.contains("BIN_LOG")
        || name.contains("RELAY_LOG")
}
