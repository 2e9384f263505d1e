//! What is shown beside findings: worked out when it is asked for, never while somebody types.

use std::path::Path;
use std::sync::Arc;

use longshore_ide::Lens;
use longshore_model::File;
use tower_lsp::ls_types as lsp;

use super::{World, source};
use crate::capabilities::Shape;
use crate::convert;
use crate::messages::Reply;
use crate::outbound::Outbound;

impl World {
    pub(super) fn hover(&mut self, params: &lsp::TextDocumentPositionParams, reply: Reply<Option<lsp::Hover>>) {
        if reply.is_closed() {
            return;
        }
        let file = self.current(&params.text_document.uri);
        let hover = file.filter(|_| self.shows_hovers(&params.text_document.uri)).and_then(|file| {
            let encoding = self.profile.encoding;
            let offset = file.lines.offset(&file.text, convert::position(params.position), encoding);
            let hover = longshore_ide::hover(&self.workspace, &file, offset)?;
            let range = convert::range(&file.text, &file.lines, hover.span, encoding);
            Some(lsp::Hover { contents: lsp::HoverContents::Markup(self.markup(&hover.prose)), range: Some(range) })
        });
        let _ = reply.send(hover);
    }

    /// Whether hovers are wanted in the document at `uri`.
    fn shows_hovers(&mut self, uri: &lsp::Uri) -> bool {
        let open = self.documents.iter().find(|open| open.uri == *uri);
        let folder = open.and_then(|open| open.folder()).map(ToOwned::to_owned);
        self.configurations.effective(folder.as_deref(), &self.workspace.roots).hover
    }

    /// `prose` in the form that the client can show.
    fn markup(&self, prose: &longshore_ide::Prose) -> lsp::MarkupContent {
        let address = |path: &Path, line: u32| Some(format!("{}#L{line}", convert::uri(path)?.as_str()));
        match self.profile.markdown {
            true => lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: prose.markdown(&address) },
            false => lsp::MarkupContent { kind: lsp::MarkupKind::PlainText, value: prose.plain() },
        }
    }

    pub(super) fn lenses(&mut self, uri: &lsp::Uri, reply: Reply<Vec<lsp::CodeLens>>) {
        if reply.is_closed() {
            return;
        }
        let shown = self.give_lenses(uri);
        let lens = |Shown { range, title, .. }| {
            // Without a name of a command, the title is only shown.
            let command = Some(lsp::Command { title, command: String::new(), arguments: None });
            lsp::CodeLens { range, command, data: None }
        };
        let _ = reply.send(shown.into_iter().map(lens).collect());
    }

    pub(super) fn hints(&mut self, params: &lsp::InlayHintParams, reply: Reply<Vec<lsp::InlayHint>>) {
        if reply.is_closed() {
            return;
        }
        let wanted = params.range;
        let shown = self.give_lenses(&params.text_document.uri).into_iter();
        let shown = shown.filter(|shown| wanted.start <= shown.line_end && shown.line_end <= wanted.end);
        let _ = reply.send(shown.map(hint).collect());
    }

    /// The lenses of the document at `uri`, which are remembered as those that the client has.
    fn give_lenses(&mut self, uri: &lsp::Uri) -> Vec<Shown> {
        let Some(index) = self.documents.iter().position(|open| open.uri == *uri) else { return Vec::new() };
        self.give_all();
        let lenses = self.lenses_of(index).unwrap_or_default();
        let Some(open) = self.documents.get_mut(index) else { return Vec::new() };
        open.lenses = Some(lenses.clone());
        let source = source(open);
        let range = |span| convert::range(&source.text, &source.lines, span, self.profile.encoding);
        let shown = |Lens { span, title }| {
            let line = source.lines.content(&source.text, source.lines.line(span.start));
            Shown { range: range(span), line_end: range(line).end, title }
        };
        lenses.into_iter().map(shown).collect()
    }

    /// The lenses of a document; `None` where they are switched off.
    fn lenses_of(&mut self, index: usize) -> Option<Vec<Lens>> {
        let folder = self.documents.get(index)?.folder().map(ToOwned::to_owned);
        let wanted = self.configurations.effective(folder.as_deref(), &self.workspace.roots).lenses;
        let file = wanted.then(|| self.give(index)).flatten()?;
        Some(longshore_ide::lenses(&self.workspace, &file))
    }

    /// Tells the client to ask again where a document's lenses are others than those that it has.
    pub(super) fn refresh_lenses(&mut self) {
        let Some(shape) = self.profile.lenses.filter(|_| self.profile.refreshes_lenses) else { return };
        self.give_all();
        let changed = (0..self.documents.len()).any(|index| {
            let shown = self.documents.get(index).and_then(|open| open.lenses.clone());
            shown.is_some_and(|shown| self.lenses_of(index).unwrap_or_default() != shown)
        });
        if changed {
            self.send(match shape {
                Shape::Lenses => Outbound::RefreshLenses,
                Shape::Hints => Outbound::RefreshHints,
            });
        }
    }

    /// The file at `uri` as it is now, among all others as they are now.
    fn current(&mut self, uri: &lsp::Uri) -> Option<Arc<File>> {
        let index = self.documents.iter().position(|open| open.uri == *uri)?;
        self.give_all();
        self.give(index)
    }
}

/// A lens in positions of the protocol.
struct Shown {
    range: lsp::Range,
    line_end: lsp::Position,
    title: String,
}

/// A lens as a hint behind its line, where it stands in the way of nothing.
fn hint(shown: Shown) -> lsp::InlayHint {
    lsp::InlayHint {
        position: shown.line_end,
        label: lsp::InlayHintLabel::String(shown.title),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}
