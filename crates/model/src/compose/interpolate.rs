//! Replaces `$NAME` and `${NAME…}` in scalars, as the engine does before it reads them.

mod refused;

pub use refused::{Refused, RefusedKind, refused};

use super::text::{Builder, Text};
use crate::value::Value;

/// Defaults nested deeper than this are left as they are written.
const DEPTH: usize = 32;

/// Gives the value of a variable; `None` where it is not set as far as the workspace tells.
pub(super) type Lookup<'a> = &'a dyn Fn(&str) -> Option<Value>;

/// `raw` with its variables replaced. One that is not set and has no default is unknown.
pub(super) fn interpolate(raw: Text, lookup: Lookup<'_>) -> Text {
    if !raw.text().contains('$') {
        return raw;
    }
    let mut run = Run { raw: &raw, closings: closings(raw.text()), lookup, out: Builder::default() };
    run.range(0, raw.text().len(), 0);
    run.out.finish(raw.place)
}

struct Run<'a> {
    raw: &'a Text,
    /// Where the brace opened at a place is closed, sorted.
    closings: Vec<(usize, usize)>,
    lookup: Lookup<'a>,
    out: Builder,
}

/// `NAME`, and what is between its operator and the closing brace.
struct Braced<'a> {
    name: &'a str,
    operator: &'a str,
    operand: (usize, usize),
    end: usize,
}

impl<'a> Run<'a> {
    fn range(&mut self, mut at: usize, end: usize, depth: usize) {
        while at < end {
            let rest = &self.raw.text()[at..end];
            let Some(dollar) = rest.find('$') else { return self.literal(at, end) };
            self.literal(at, at + dollar);
            at = self.variable(at + dollar, end, depth);
        }
    }

    /// What begins with the `$` at `at`; where it ends.
    fn variable(&mut self, at: usize, end: usize, depth: usize) -> usize {
        let text: &'a str = &self.raw.text()[..end];
        match text.as_bytes().get(at + 1) {
            Some(b'$') => {
                self.out.replaced(&Value::from("$"), self.raw.span(at, at + 2));
                at + 2
            }
            Some(b'{') => match self.find(text, at) {
                Some(found) if depth < DEPTH => {
                    self.braced(&found, at, depth);
                    found.end
                }
                _ => self.as_written(at, at + 2),
            },
            _ => match name(&text[at + 1..]) {
                "" => self.as_written(at, at + 1),
                name => {
                    let end = at + 1 + name.len();
                    let value = (self.lookup)(name).unwrap_or_else(Value::unknown);
                    self.out.replaced(&value, self.raw.span(at, end));
                    end
                }
            },
        }
    }

    fn braced(&mut self, found: &Braced<'_>, at: usize, depth: usize) {
        let span = self.raw.span(at, found.end);
        let value = (self.lookup)(found.name);
        let empty = found.operator.starts_with(':') && value.as_ref().is_some_and(|value| value.text().is_empty());
        let (start, end) = found.operand;
        match (found.operator.trim_start_matches(':'), value) {
            ("-", Some(value)) if !empty && !value.hidden() => self.out.replaced(&value, span),
            ("-", _) => self.range(start, end, depth + 1),
            ("+", Some(value)) if value.hidden() => self.out.replaced(&Value::unknown(), span),
            ("+", Some(_)) if !empty => self.range(start, end, depth + 1),
            ("+", _) => {}
            (_, Some(value)) => self.out.replaced(&value, span),
            (_, None) => self.out.replaced(&Value::unknown(), span),
        }
    }

    fn as_written(&mut self, start: usize, end: usize) -> usize {
        self.literal(start, end);
        end
    }

    fn literal(&mut self, start: usize, end: usize) {
        for (from, to, span) in self.raw.parts(start, end) {
            self.out.literal(self.raw.text().get(from..to).unwrap_or_default(), span.start);
        }
    }

    /// `${…}` at `at` of `text`; `None` where it is not closed, or is none of the forms that the engine knows.
    fn find(&self, text: &'a str, at: usize) -> Option<Braced<'a>> {
        let inner = at + 2;
        let index = self.closings.binary_search_by_key(&(at + 1), |&(open, _)| open).ok()?;
        let close = self.closings[index].1;
        let name = name(text.get(inner..close)?);
        let behind = inner + name.len();
        let operator = match text.as_bytes().get(behind..close)? {
            [] => "",
            [b':', b'-' | b'+' | b'?', ..] => &text[behind..behind + 2],
            [b'-' | b'+' | b'?', ..] => &text[behind..=behind],
            _ => return None,
        };
        let operand = (behind + operator.len(), close);
        (!name.is_empty()).then_some(Braced { name, operator, operand, end: close + 1 })
    }
}

/// The name that `text` begins with; empty where it begins with none.
fn name(text: &str) -> &str {
    let starts = text.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic());
    let end = text.bytes().position(|byte| byte != b'_' && !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    if starts { &text[..end] } else { "" }
}

/// Each `{` with the `}` that closes it, sorted.
fn closings(text: &str) -> Vec<(usize, usize)> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open.push(at),
            b'}' => found.extend(open.pop().map(|start| (start, at))),
            _ => {}
        }
    }
    found.sort_unstable();
    found
}
