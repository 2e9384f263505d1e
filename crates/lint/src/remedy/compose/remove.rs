//! Takes entries and items away.

use longshore_syntax::Span;
use longshore_syntax::yaml::{Entry, Item};

use super::{Draft, is_flow};
use crate::Edit;
use crate::remedy::layout::{edit, remove_lines};

/// Takes the entry with `key` out of the mapping behind `holder`; with `holder` where nothing else is in it. `None`
/// where it is not there, or shares its lines with something else.
pub(crate) fn remove_entry(draft: Draft<'_>, holder: &Entry, key: &str) -> Option<Edit> {
    let entries = holder.value.entries();
    let at = entries.iter().position(|entry| entry.key.as_str() == Some(key))?;
    if entries.len() == 1 {
        return whole_lines(draft, holder.span());
    }
    if !is_flow(&holder.value) {
        return whole_lines(draft, entries[at].span());
    }
    let spans: Vec<Span> = entries.iter().map(Entry::span).collect();
    Some(edit(between(draft, &spans, at), ""))
}

/// Takes the item that holds the bytes `at` out of the list behind `key` in the mapping behind `holder`; the key too where
/// nothing else is in the list. `None` where it is not there, or shares its lines with something else.
pub(crate) fn remove_item(draft: Draft<'_>, holder: &Entry, key: &str, at: Span) -> Option<Edit> {
    let list = holder.value.get(key)?;
    let items = list.items();
    let index = items.iter().position(|item| item.span().contains(at))?;
    if items.len() == 1 {
        return remove_entry(draft, holder, key);
    }
    let spans: Vec<Span> = items.iter().map(Item::span).collect();
    if is_flow(list) { Some(edit(between(draft, &spans, index), "")) } else { whole_lines(draft, spans[index]) }
}

/// The bytes of one of several neighbours in flow style, with the comma that goes with it.
fn between(draft: Draft<'_>, spans: &[Span], at: usize) -> Span {
    match (at.checked_sub(1).and_then(|before| spans.get(before)), spans.get(at + 1)) {
        (_, Some(next)) => Span::new(spans[at].start, next.start),
        (Some(before), None) => {
            // A key without a value keeps the blank behind its colon.
            let gap = Span::new(before.end, spans[at].start);
            let comma = gap.text(&draft.file.text).find(',').unwrap_or_default() as u32;
            Span::new(gap.start + comma, spans[at].end)
        }
        (None, None) => spans[at],
    }
}

/// Removes the lines of `span`, if nothing but a comment stands beside it there. Comments that have a line of their own
/// within it stay: an entry that is written as a comment is kept to be had back.
fn whole_lines(draft: Draft<'_>, span: Span) -> Option<Edit> {
    let (text, lines) = (&draft.file.text, &draft.file.lines);
    let first = lines.content(text, lines.line(span.start));
    let last = lines.content(text, lines.line(span.end.saturating_sub(1).max(span.start)));
    let before = Span::new(first.start, span.start).text(text);
    let behind = Span::new(span.end.min(last.end), last.end).text(text).trim_start();
    let free =
        before.trim_start_matches('\u{feff}').trim().is_empty() && (behind.is_empty() || behind.starts_with('#'));
    let removed = remove_lines(draft.file, span);
    free.then(|| edit(removed.span, comment_lines(draft, removed.span)))
}

/// The lines within `span` that hold nothing but a comment.
fn comment_lines(draft: Draft<'_>, span: Span) -> String {
    let (text, lines) = (&draft.file.text, &draft.file.lines);
    let alone = draft.yaml.comments_in(span).iter().filter(|comment| comment.own_line);
    alone.map(|comment| lines.span(lines.line(comment.span.start)).text(text)).collect()
}
