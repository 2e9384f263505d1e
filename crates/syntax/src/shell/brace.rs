//! bash's brace expansion: finds `{a,b}` and `{1..9}` among a word's parts.

use super::{Part, PartKind, Span, Word};

/// How deep braces are followed; deeper ones stay literals.
const DEPTH: usize = 8;

/// An unquoted byte that a brace expansion may be made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Open,
    Comma,
    Close,
}

/// An open brace, and what was found behind it.
struct Frame {
    open: Part,
    /// The alternatives that a comma ended, with that comma.
    ended: Vec<(Vec<Part>, Part)>,
    current: Vec<Part>,
}

impl Frame {
    /// The parts as they were, for a brace that expands to nothing.
    fn flatten(self) -> impl Iterator<Item = Part> {
        let ended = self.ended.into_iter().flat_map(|(parts, comma)| parts.into_iter().chain([comma]));
        std::iter::once(self.open).chain(ended).chain(self.current)
    }

    fn expand(self, close: &Part) -> Part {
        let span = self.open.span.join(close.span);
        let mut from = self.open.span.end;
        let mut words = Vec::with_capacity(self.ended.len() + 1);
        for (parts, comma) in self.ended {
            words.push(Word { span: Span::new(from, comma.span.start), parts });
            from = comma.span.end;
        }
        words.push(Word { span: Span::new(from, close.span.start), parts: self.current });
        Part { span, quoted: false, kind: PartKind::Brace(words) }
    }
}

/// Replaces brace expansions in `parts`; the other `marks` (part indices, ascending) join the literals next to them.
pub(super) fn fold(parts: Vec<Part>, marks: &[(usize, Mark)]) -> Vec<Part> {
    let mut marks = marks.iter().peekable();
    let mut result = Vec::with_capacity(parts.len());
    let mut frames: Vec<Frame> = Vec::new();
    for (index, part) in parts.into_iter().enumerate() {
        match marks.next_if(|mark| mark.0 == index).map(|mark| mark.1) {
            Some(Mark::Open) if frames.len() < DEPTH => {
                frames.push(Frame { open: part, ended: Vec::new(), current: Vec::new() });
            }
            Some(Mark::Comma) if !frames.is_empty() => end_alternative(&mut frames, part),
            Some(Mark::Close) => match frames.pop() {
                Some(frame) => close(frame, part, target(&mut frames, &mut result)),
                None => push(&mut result, part),
            },
            _ => push(target(&mut frames, &mut result), part),
        }
    }
    while let Some(frame) = frames.pop() {
        let target = target(&mut frames, &mut result);
        frame.flatten().for_each(|part| push(target, part));
    }
    result
}

fn target<'a>(frames: &'a mut [Frame], result: &'a mut Vec<Part>) -> &'a mut Vec<Part> {
    frames.last_mut().map_or(result, |frame| &mut frame.current)
}

fn end_alternative(frames: &mut [Frame], comma: Part) {
    if let Some(frame) = frames.last_mut() {
        frame.ended.push((std::mem::take(&mut frame.current), comma));
    }
}

fn close(frame: Frame, brace: Part, target: &mut Vec<Part>) {
    if !frame.ended.is_empty() {
        target.push(frame.expand(&brace));
        return;
    }
    if let [Part { quoted: false, kind: PartKind::Literal(text), .. }] = frame.current.as_slice()
        && is_range(text)
    {
        let span = frame.open.span.join(brace.span);
        target.push(Part { span, quoted: false, kind: PartKind::Range(text.clone()) });
        return;
    }
    frame.flatten().for_each(|part| push(target, part));
    push(target, brace);
}

/// Appends `part`; an unquoted literal joins the one before it.
fn push(parts: &mut Vec<Part>, part: Part) {
    if let PartKind::Literal(text) = &part.kind
        && let Some(Part { span, quoted: false, kind: PartKind::Literal(before) }) = parts.last_mut()
        && !part.quoted
    {
        before.push_str(text);
        *span = span.join(part.span);
    } else {
        parts.push(part);
    }
}

/// Whether `text` is `1..9`, `a..z`, or either with a third number as the step.
fn is_range(text: &str) -> bool {
    let ends: Vec<&str> = text.split("..").collect();
    let numbers = |ends: &[&str]| ends.iter().all(|end| end.parse::<i64>().is_ok());
    let letters = |ends: &[&str]| ends.iter().all(|end| end.len() == 1 && end.as_bytes()[0].is_ascii_alphabetic());
    match ends.as_slice() {
        [from, to] => numbers(&[from, to]) || letters(&[from, to]),
        [from, to, step] => numbers(&[step]) && (numbers(&[from, to]) || letters(&[from, to])),
        _ => false,
    }
}
