//! On every file that granit-parser accepts, the tree is the same: structure, styles, values, anchors, tags and spans.
//!
//! Spans that differ on purpose are mapped before they are compared:
//! - A block scalar begins at its `|` or `>` here, behind its header and indentation there, and it ends here with its last
//!   line with text, there with the next token.
//! - A block collection ends here with its last value, there with the next token; only its beginning is compared.
//! - A list whose dashes stand below the first letter of its key begins here at its first dash, there behind it.
//! - An absent value stands here behind its colon, dash or properties, there at the colon or at the next token: it must lie
//!   between the token before and the token behind.

use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle};
use longshore_syntax::Span;
use longshore_syntax::yaml::{self, Scalar, Style};

use crate::dump::{Line, events, scalar_label};
use crate::shared::compose_files;

struct Theirs {
    lines: Vec<Line>,
    comments: Vec<Span>,
}

fn theirs(text: &str) -> Option<Theirs> {
    let mut options = Options::default();
    options.emit_anchor_events = true;
    let (mut lines, mut comments): (Vec<Line>, Vec<Span>) = (Vec::new(), Vec::new());
    let mut names = std::collections::HashMap::new();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.ok()?;
        let range = span.byte_range()?;
        let span = Span::new(range.start as u32, range.end as u32);
        let tag = event.tag().map(|tag| format!(" {}", tag.original())).unwrap_or_default();
        let text = match event {
            Event::DocumentStart(..) => "+DOC".to_owned(),
            Event::Anchor(id, name) => {
                let line = lines.last_mut()?;
                let at = line.text.find('\0').unwrap_or(line.text.len());
                line.text.insert_str(at, &format!(" &{name}"));
                names.insert(id, name.into_owned());
                continue;
            }
            Event::Alias(id) => format!("=ALI *{}", names.get(&id)?),
            Event::Comment(..) => {
                comments.push(span);
                continue;
            }
            Event::Scalar(value, style, ..) => format!("=VAL\0{tag} {}", their_scalar(&value, style, span)),
            Event::SequenceStart(style, ..) => {
                format!("+SEQ{}\0{tag}", if style == StructureStyle::Flow { " []" } else { "" })
            }
            Event::MappingStart(style, ..) => {
                format!("+MAP{}\0{tag}", if style == StructureStyle::Flow { " {}" } else { "" })
            }
            Event::SequenceEnd => "-SEQ".to_owned(),
            Event::MappingEnd => "-MAP".to_owned(),
            _ => continue,
        };
        lines.push(Line { text, span });
    }
    lines.iter_mut().for_each(|line| line.text = line.text.replacen('\0', "", 1));
    Some(Theirs { lines, comments })
}

fn their_scalar(value: &str, style: ScalarStyle, span: Span) -> String {
    let style = match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    };
    // An absent value is a `~` without bytes there.
    let text = if span.is_empty() && style == Style::Plain { String::new() } else { value.to_owned() };
    scalar_label(&Scalar { text, style })
}

/// What keeps `ours` from being `theirs` in `text`, at the event `at`.
fn difference(text: &str, ours: &[Line], theirs: &[Line], at: usize) -> Option<String> {
    let (Some(our), Some(their)) = (ours.get(at), theirs.get(at)) else {
        return Some(format!("{} events, not {}", ours.len(), theirs.len()));
    };
    let place = text.get(..our.span.start as usize).unwrap_or_default().lines().count();
    let show = |what: &str| {
        format!("{what} at line {place}: ours {} {:?}, theirs {} {:?}", our.text, our.span, their.text, their.span)
    };
    if our.text != their.text {
        return Some(show("event"));
    }
    let block =
        our.text.starts_with("=VAL") && matches!(text.as_bytes().get(our.span.start as usize), Some(b'|' | b'>'));
    let fits = match our.text.as_str() {
        "+DOC" | "-SEQ" | "-MAP" => true,
        "+SEQ" if our.span.start != their.span.start => behind_dash(text, our.span.start, their.span.start),
        open if open.starts_with('+') => our.span.start == their.span.start,
        _ if block => {
            our.span.start < their.span.start
                && text.get(our.span.end as usize..their.span.end as usize).is_none_or(|rest| rest.trim().is_empty())
        }
        _ if their.span.is_empty() && our.span.is_empty() => near(text, our.span.start, their.span.start),
        _ => our.span == their.span,
    };
    (!fits).then(|| show("span"))
}

/// Whether only a dash and blanks lie between the two.
fn behind_dash(text: &str, ours: u32, theirs: u32) -> bool {
    text.get(ours as usize..theirs as usize).is_some_and(|dash| dash.trim_end() == "-")
}

/// Whether two places of an absent value have only white space, properties, comments or its indicator between them.
fn near(text: &str, ours: u32, theirs: u32) -> bool {
    let between = text.get(ours.min(theirs) as usize..ours.max(theirs) as usize).unwrap_or_default();
    between.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with(['#', '!', '&']) || matches!(line, ":" | "-" | "?")
    })
}

fn compare(text: &str) -> Option<Result<usize, String>> {
    let theirs = theirs(text)?;
    let parsed = yaml::parse(text);
    let ours = events(&parsed);
    let comments: Vec<Span> = parsed.comments.iter().map(|comment| comment.span).collect();
    let count = ours.len().max(theirs.lines.len());
    let difference = (0..count).find_map(|at| difference(text, &ours, &theirs.lines, at));
    let result = match (difference, parsed.problems.first()) {
        (Some(difference), _) => Err(difference),
        (None, _) if comments != theirs.comments => Err(format!("comments {comments:?}, not {:?}", theirs.comments)),
        (None, Some(problem)) => Err(format!("problem in a valid file: {problem:?}")),
        (None, None) => Ok(count),
    };
    Some(result)
}

#[test]
fn same_tree_as_a_strict_parser() {
    let (mut accepted, mut refused, mut nodes, mut wrong) = (0, 0, 0, Vec::new());
    for (path, text) in compose_files() {
        match compare(&text) {
            Some(Ok(count)) => (accepted, nodes) = (accepted + 1, nodes + count),
            Some(Err(difference)) => wrong.push(format!("{}: {difference}", path.display())),
            None => refused += 1,
        }
    }
    println!("{accepted} files agree in {nodes} events, {} differ, {refused} refused there", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn same_tree_with_windows_line_ends_and_a_byte_order_mark() {
    let mut wrong = Vec::new();
    for (path, text) in compose_files().into_iter().filter(|(_, text)| !text.contains('\r')) {
        let windows = format!("\u{feff}{}", text.trim_start_matches('\u{feff}').replace('\n', "\r\n"));
        if let Some(Err(difference)) = compare(&windows) {
            wrong.push(format!("{}: {difference}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
