//! Names for new volumes: told from service and path, in the manner of the others, and not taken yet.

use std::collections::HashSet;

use longshore_syntax::yaml::Node;

use super::Draft;

/// The names of volumes that a file has or uses, and how new ones are made.
pub(super) struct Names {
    taken: HashSet<String>,
    separator: char,
}

impl Names {
    pub(super) fn of(draft: Draft<'_>) -> Self {
        let declared = draft.top("volumes").map(|entry| entry.value.entries()).unwrap_or_default();
        let declared: Vec<&str> = declared.iter().filter_map(|entry| entry.key.as_str()).collect();
        let low = declared.iter().any(|name| name.contains('_')) && !declared.iter().any(|name| name.contains('-'));
        let mut taken: HashSet<String> = declared.into_iter().map(str::to_owned).collect();
        let services = draft.top("services").map(|entry| entry.value.entries()).unwrap_or_default();
        for item in services.iter().filter_map(|service| service.value.get("volumes")).flat_map(Node::items) {
            let source = item.node.as_str().and_then(|text| text.split(':').next());
            let source = source.or_else(|| item.node.get("source").and_then(Node::as_str));
            taken.extend(source.map(str::to_owned));
        }
        Self { taken, separator: if low { '_' } else { '-' } }
    }

    /// A new name from the service's and a word for what it holds.
    pub(super) fn new_name(&mut self, service: &str, word: &str) -> String {
        let (service, word) = (plain(service), plain(word));
        let base = match (service.as_str(), word.as_str()) {
            ("", "") => "data".to_owned(),
            (service, "") => service.to_owned(),
            ("", word) => word.to_owned(),
            (service, word) => format!("{service}{}{word}", self.separator),
        };
        let numbered = (2..).map(|number| format!("{base}{}{number}", self.separator));
        let free = std::iter::once(base.clone()).chain(numbered).find(|name| !self.taken.contains(name));
        let name = free.unwrap_or(base);
        self.taken.insert(name.clone());
        name
    }
}

/// What of `word` may stand in a volume's name, which begins with a letter or digit.
fn plain(word: &str) -> String {
    let kept: String =
        word.chars().map(|c| if c.is_ascii_alphanumeric() || "_.-".contains(c) { c } else { '-' }).collect();
    kept.trim_matches(['-', '.', '_']).to_owned()
}
