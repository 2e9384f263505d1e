//! The difference of two texts as edits of whole lines.

use longshore_syntax::Span;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::Edit;

/// The smallest line-wise edits that turn `old` into `new`, in ascending order. Lines end with `\n`; what stands before
/// it, a `\r` too, belongs to the line.
#[must_use]
pub fn difference(old: &str, new: &str) -> Vec<Edit> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let starts = starts(&old);
    let changes = capture_diff_slices(Algorithm::Myers, &old, &new).into_iter().filter(|op| op.tag() != DiffTag::Equal);
    let edits = changes.map(|change| {
        let (lines, text) = (change.old_range(), new[change.new_range()].concat());
        Edit { path: None, span: Span::new(starts[lines.start], starts[lines.end]), text }
    });
    edits.collect()
}

/// Where each line begins, and where the last one ends.
fn starts(lines: &[&str]) -> Vec<u32> {
    let mut at = 0;
    let ends = lines.iter().map(|line| {
        at += line.len() as u32;
        at
    });
    std::iter::once(0).chain(ends).collect()
}
