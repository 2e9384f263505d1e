//! Redirects, and the bodies of here-documents.

use std::sync::{Arc, OnceLock};

use super::bytes::DELIMITER;
use super::literal::Builder;
use super::parser::Parser;
use super::word::Mode;
use super::{HereBody, Part, PartKind, Redirect, RedirectKind, Word};

/// The operators, longer ones before those they begin with.
const OPERATORS: &[(&str, RedirectKind)] = &[
    ("<<<", RedirectKind::HereString),
    ("<<-", RedirectKind::HereDoc { strip_tabs: true, expand: true }),
    ("<<", RedirectKind::HereDoc { strip_tabs: false, expand: true }),
    ("<&", RedirectKind::DupIn),
    ("<>", RedirectKind::ReadWrite),
    ("<", RedirectKind::Read),
    (">>", RedirectKind::Append),
    (">&", RedirectKind::DupOut),
    (">|", RedirectKind::Clobber),
    (">", RedirectKind::Write),
    ("&>>", RedirectKind::BothAppend),
    ("&>", RedirectKind::Both),
];

/// A here-document whose redirect was read.
#[derive(Clone)]
struct HereDocument {
    delimiter: String,
    strip_tabs: bool,
    expand: bool,
    /// Where the redirect gets its body from.
    body: Arc<OnceLock<Word>>,
    /// The body as it was read last.
    word: Option<Word>,
}

/// The here-documents of a text; their bodies begin behind the line end that follows the redirect.
#[derive(Default)]
pub(super) struct HereDocuments {
    announced: Vec<HereDocument>,
    /// How many of them have their bodies.
    read: usize,
}

impl HereDocuments {
    /// Whether bodies begin behind the next line end.
    pub(super) fn wait(&self) -> bool {
        self.read < self.announced.len()
    }

    /// How many were announced, and how many read.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.announced.len(), self.read)
    }

    pub(super) fn go_back(&mut self, (announced, read): (usize, usize)) {
        self.announced.truncate(announced);
        self.read = read;
    }

    /// Gives the redirects their bodies.
    pub(super) fn finish(self) {
        for document in self.announced {
            if let Some(word) = document.word {
                // Nobody else sets it.
                let _ = document.body.set(word);
            }
        }
    }
}

impl Parser<'_> {
    /// Reads a redirect, if one stands here.
    pub(super) fn redirect(&mut self) -> Option<Redirect> {
        let start = self.pos;
        if !matches!(self.here(), b'<' | b'>' | b'&' | b'0'..=b'9') {
            return None;
        }
        let (kind, width, digits) = self.redirect_operator()?;
        let fd = self.slice(start, start + digits).parse().ok();
        self.token(digits + width);
        self.blanks();
        let target = self.redirect_target();
        let mut redirect = Redirect { span: self.span(start, self.last), fd, kind, target, body: None };
        if let RedirectKind::HereDoc { strip_tabs, .. } = kind {
            self.announce(&mut redirect, strip_tabs);
        }
        Some(redirect)
    }

    /// The operator here, its width, and that of the number before it.
    fn redirect_operator(&self) -> Option<(RedirectKind, usize, usize)> {
        let mut digits = 0;
        while self.byte(self.pos + digits).is_ascii_digit() {
            digits += 1;
        }
        let at = self.pos + digits;
        match self.byte(at) {
            b'<' | b'>' if self.byte(at + 1) != b'(' => {}
            b'&' if digits == 0 && self.byte(at + 1) == b'>' => {}
            _ => return None,
        }
        let fits = |text: &str| text.bytes().enumerate().all(|(index, byte)| self.byte(at + index) == byte);
        OPERATORS.iter().find(|(text, _)| fits(text)).map(|&(text, kind)| (kind, text.len(), digits))
    }

    fn redirect_target(&mut self) -> Word {
        let substitution = matches!(self.here(), b'<' | b'>') && self.next() == b'(';
        if self.at_end() || (DELIMITER[self.here() as usize] && !substitution) {
            return Word { span: self.span(self.last, self.last), parts: Vec::new() };
        }
        self.word()
    }

    /// Notes that the body of `redirect` begins behind this line.
    fn announce(&mut self, redirect: &mut Redirect, strip_tabs: bool) {
        let target = &redirect.target;
        let expand = !target.parts.iter().any(|part| part.quoted);
        let body = Arc::new(OnceLock::new());
        redirect.kind = RedirectKind::HereDoc { strip_tabs, expand };
        redirect.body = Some(HereBody(Arc::clone(&body)));
        if let Some(delimiter) = target.literal().filter(|_| !target.parts.is_empty()) {
            let delimiter = delimiter.into_owned();
            let document = HereDocument { delimiter, strip_tabs, expand, body, word: None };
            self.documents.announced.push(document);
        }
    }

    /// Reads the bodies of the here-documents that were announced; the first begins here.
    pub(super) fn read_bodies(&mut self) {
        while let Some(document) = self.documents.announced.get(self.documents.read).cloned() {
            let start = self.pos;
            let (end, behind) = self.find_delimiter(&document);
            let word = self.separately(|parser| parser.body(&document, start, end));
            self.pos = behind;
            if let Some(document) = self.documents.announced.get_mut(self.documents.read) {
                document.word = Some(word);
            }
            self.documents.read += 1;
        }
    }

    /// Reads a text with here-documents of its own.
    pub(super) fn separately<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::take(&mut self.documents);
        let result = read(self);
        std::mem::replace(&mut self.documents, outer).finish();
        result
    }

    /// Where the body that begins here ends, and where its delimiter's line ends.
    fn find_delimiter(&self, document: &HereDocument) -> (usize, usize) {
        let mut start = self.pos;
        while start < self.end {
            let end = self.line_end(start);
            let behind = (end + 1).min(self.end);
            let line = self.slice(start, end);
            let line = line.strip_suffix('\r').unwrap_or(line);
            let line = if document.strip_tabs { line.trim_start_matches('\t') } else { line };
            if line == document.delimiter {
                return (start, behind);
            }
            start = behind;
        }
        (self.end, self.end)
    }

    fn body(&mut self, document: &HereDocument, start: usize, end: usize) -> Word {
        let span = self.span(start, end);
        let mut parts = if document.expand {
            let mut builder = Builder::new(self.logical);
            self.within(end, |parser| parser.fill(Mode::Raw, start, &mut builder));
            builder.finish()
        } else if start < end {
            let text = self.slice(start, end).to_owned();
            vec![Part { span, quoted: true, kind: PartKind::Literal(text) }]
        } else {
            Vec::new()
        };
        if document.strip_tabs {
            strip_tabs(&mut parts);
        }
        Word { span, parts }
    }
}

/// Removes the tabs at the beginnings of lines.
fn strip_tabs(parts: &mut [Part]) {
    let mut line_start = true;
    for part in parts {
        if let PartKind::Literal(text) = &mut part.kind {
            text.retain(|character| {
                let strip = line_start && character == '\t';
                line_start = character == '\n' || strip;
                !strip
            });
        } else {
            line_start = false;
        }
    }
}
