//! Builds fixes of compose files: edits in the file's own style, which keep comments, quotes, indentation and line ends.

mod externalise;
mod insert;
mod name;
mod remove;
#[cfg(test)]
mod tests;
mod volume;

use longshore_model::File;
use longshore_syntax::yaml::{Entry, Node, Yaml};

pub(crate) use externalise::externalise;
pub(crate) use remove::{remove_entry, remove_item};
pub(crate) use volume::{Wanted, declare, declare_network, name_anonymous, named_volumes, retarget};

/// A compose file that is edited.
#[derive(Clone, Copy)]
pub(crate) struct Draft<'a> {
    /// The file.
    pub(crate) file: &'a File,
    /// Its syntax.
    pub(crate) yaml: &'a Yaml,
}

impl<'a> Draft<'a> {
    /// The top level; `None` where it is no mapping.
    fn root(self) -> Option<&'a Node> {
        self.yaml.root().filter(|root| root.as_mapping().is_some())
    }

    /// The entry of the top level with that key.
    pub(crate) fn top(self, key: &str) -> Option<&'a Entry> {
        self.root()?.entry(key)
    }

    /// The entry of the service, where it is written out in this file.
    pub(crate) fn service(self, name: &str) -> Option<&'a Entry> {
        self.top("services")?.value.entry(name).filter(|entry| entry.value.as_mapping().is_some())
    }

    /// The column of the byte at `offset`, in bytes.
    fn column(self, offset: u32) -> usize {
        let line = self.file.lines.line(offset);
        (offset - self.file.lines.span(line).start) as usize
    }

    /// By how much the file indents what stands below a key: as its first service, else two.
    fn step(self) -> usize {
        let below = |node: &Node| node.entries().first().map(|entry| self.column(entry.key.outer_span().start));
        let steps = self.root().into_iter().flat_map(Node::entries).filter(|entry| !is_flow(&entry.value));
        steps.filter_map(|entry| below(&entry.value)).find(|&column| column > 0).unwrap_or(2)
    }
}

/// Whether `node` is a list or mapping in brackets.
fn is_flow(node: &Node) -> bool {
    node.as_mapping().is_some_and(|mapping| mapping.flow) || node.as_sequence().is_some_and(|list| list.flow)
}
