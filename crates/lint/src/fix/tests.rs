//! Fixes are made only where they help and break nothing, and differences give what they were made from.

use std::path::PathBuf;
use std::sync::Arc;

use longshore_model::{File, Workspace};
use longshore_syntax::{Language, Span};
use proptest::prelude::*;

use super::{Selection, all, apply, difference, verified_with};
use crate::check::check_with;
use crate::{Check, Context, Diagnostic, Edit, Fix, Group, Rule, Safety, Settings, Severity};

/// Flags `bad` and removes it; the fix is safe.
static BAD: Rule =
    rule("bad", |context| found(context, &BAD, "bad", |span| vec![fix(Safety::Safe, vec![edit(span, "good")])]));

/// Flags `loud` and mends it, unsafely, to what is `bad`.
static LOUD: Rule =
    rule("loud", |context| found(context, &LOUD, "loud", |span| vec![fix(Safety::Unsafe, vec![edit(span, "bad")])]));

/// Flags `stuck`; its fix changes nothing that helps, unless the text says `free`.
static STUCK: Rule = rule("stuck", |context| {
    let free = context.file.text.contains("free");
    found(context, &STUCK, "stuck", |span| {
        let text = if free { "fine" } else { "stuck!" };
        vec![fix(Safety::Safe, vec![edit(span, text)])]
    })
});

/// `ping` and `pong` turn into each other.
static PING: Rule =
    rule("ping", |context| found(context, &PING, "ping", |span| vec![fix(Safety::Safe, vec![edit(span, "pong")])]));
static PONG: Rule =
    rule("pong", |context| found(context, &PONG, "pong", |span| vec![fix(Safety::Safe, vec![edit(span, "ping")])]));

/// An error for each `fatal`.
static FATAL: Rule =
    Rule { severity: Severity::Error, ..rule("fatal", |context| found(context, &FATAL, "fatal", |_| vec![])) };

/// Flags `cut` and offers one fix for each line of [`CUTS`].
static CUT: Rule = rule("cut", |context| {
    found(context, &CUT, "cut", |span| {
        let text = &context.file.text;
        let line = context.file.lines.span(context.file.lines.line(span.start));
        let start = text.find("FROM").unwrap_or_default() as u32;
        CUTS.iter()
            .map(|&(title, replaced, with)| {
                let span = match replaced {
                    Replaced::Word => span,
                    Replaced::Line => line,
                    Replaced::Lines => Span::new(line.start, text.len() as u32),
                    Replaced::Top => Span::new(0, start),
                };
                let mut edits = vec![edit(span, with)];
                if replaced == Replaced::Top {
                    edits.push(edit(word(text, "cut"), "x"));
                }
                Fix { title: title.to_owned(), ..fix(Safety::Safe, edits) }
            })
            .collect()
    })
});

#[derive(Clone, Copy, PartialEq)]
enum Replaced {
    Word,
    Line,
    Lines,
    Top,
}

const CUTS: [(&str, Replaced, &str); 11] = [
    ("good: word", Replaced::Word, "x"),
    ("good: line", Replaced::Line, ""),
    ("good: line before", Replaced::Line, "USER app\nRUN x\n"),
    ("bad: nothing changes", Replaced::Word, "cut"),
    ("bad: swallows the next", Replaced::Word, "x \\"),
    ("bad: opens a heredoc", Replaced::Word, "<<E"),
    ("bad: unknown instruction", Replaced::Word, "x\nNONSENSE x"),
    ("bad: empty instruction", Replaced::Line, "RUN\n"),
    ("bad: comment lost", Replaced::Lines, "CMD y\n"),
    ("bad: directive lost", Replaced::Top, "# top\n# escape=`\n"),
    ("bad: an error instead", Replaced::Word, "fatal"),
];

const fn rule(name: &'static str, check: fn(&Context<'_>) -> Vec<Diagnostic>) -> Rule {
    Rule {
        name,
        aliases: &[],
        group: Group::Ephemeral,
        severity: Severity::Warning,
        docs: "A word.",
        check: Check::Dockerfile(check),
    }
}

fn found(context: &Context<'_>, rule: &'static Rule, word: &str, fixes: impl Fn(Span) -> Vec<Fix>) -> Vec<Diagnostic> {
    let places = context.file.text.match_indices(word);
    let spans = places.map(|(at, _)| Span::new(at as u32, (at + word.len()) as u32));
    let diagnostic = |span| Diagnostic {
        rule,
        severity: rule.severity,
        span,
        message: format!("`{word}` is here"),
        related: vec![],
        fixes: fixes(span),
    };
    spans.map(diagnostic).collect()
}

fn fix(safety: Safety, edits: Vec<Edit>) -> Fix {
    Fix { title: "Mend it".to_owned(), safety, preferred: true, edits }
}

fn edit(span: Span, text: &str) -> Edit {
    Edit { path: None, span, text: text.to_owned() }
}

fn word(text: &str, word: &str) -> Span {
    let at = text.find(word).unwrap_or_default();
    Span::new(at as u32, (at + word.len()) as u32)
}

fn file(text: &str) -> File {
    File::new(PathBuf::from("Dockerfile"), Language::Dockerfile, text)
}

fn fix_all(rules: &[&'static Rule], text: &str, selection: Selection<'_>) -> Option<String> {
    let file = Arc::new(file(text));
    let mut workspace = Workspace::default();
    workspace.insert(Arc::clone(&file));
    let fixed = all::fix_all(rules, &workspace, &file, &Settings::default(), selection);
    if let Some(fixed) = &fixed {
        assert_eq!(apply(text, &difference(text, fixed)), *fixed);
    }
    fixed
}

const SAFE: Selection<'_> = Selection { rule: None, safety: Safety::Safe };
const UNSAFE: Selection<'_> = Selection { rule: None, safety: Safety::Unsafe };

fn holding(rules: &[&'static Rule], text: &str) -> Vec<String> {
    let (file, workspace, settings) = (file(text), Workspace::default(), Settings::default());
    let all = check_with(rules, &workspace, &file, &settings);
    let fixes = verified_with(rules, &workspace, &file, &settings, &all, &all[0]);
    fixes.into_iter().map(|fix| fix.title).collect()
}

#[test]
fn edits_are_made_in_order_and_only_where_they_fit() {
    let at = |start, end, text| edit(Span::new(start, end), text);
    assert_eq!(apply("abc", &[at(3, 3, "4"), at(1, 2, ""), at(1, 1, "1"), at(1, 1, "2")]), "a12c4");
    assert_eq!(apply("abc", &[at(0, 2, "x"), at(1, 3, "y")]), "xc");
    assert_eq!(apply("é", &[at(1, 2, "x"), at(7, 9, "y")]), "é");
    let other = Edit { path: Some(PathBuf::from("other")), ..at(0, 1, "x") };
    assert_eq!(apply("abc", &[other]), "abc");
}

#[test]
fn only_fixes_that_help_and_leave_the_rest_alone_hold() {
    let good = ["good: word", "good: line", "good: line before"];
    for text in [
        "# escape=\\\nFROM a\nRUN cut\nRUN y\n# note\nCMD y\n",
        "\u{feff}# escape=\\\nFROM a\nRUN cut\nRUN y <<F\nx\nF\n# note\nCMD y\n",
        "# escape=\\\nFROM a\n# more\nRUN cut\nONBUILD RUN x \\\n  # inner\n  y\nCMD y\n",
    ] {
        assert_eq!(holding(&[&CUT, &FATAL], text), good, "{text}");
        assert_eq!(holding(&[&CUT, &FATAL], &text.replace('\n', "\r\n")), good, "{text}");
    }
}

#[test]
fn edits_of_other_files_are_judged_with_the_workspace() {
    static OTHER: Rule = rule("other", |context| {
        let path = PathBuf::from("compose.yaml");
        let text = context.workspace.get(&path).map(|other| other.text.to_string()).unwrap_or_default();
        if text.contains("kept") {
            return Vec::new();
        }
        let in_other =
            |span, text: &str| fix(Safety::Safe, vec![Edit { path: Some(path.clone()), ..edit(span, text) }]);
        let whole = Span::new(0, text.len() as u32);
        let fixes = |_| vec![in_other(whole, "kept"), in_other(whole, "lost"), in_other(Span::new(2, 999), "kept")];
        found(context, &OTHER, "FROM", fixes)
    });
    let (file, settings) = (file("FROM a\n"), Settings::default());
    let mut workspace = Workspace::default();
    let count = |workspace: &Workspace| {
        let all = check_with(&[&OTHER], workspace, &file, &settings);
        verified_with(&[&OTHER], workspace, &file, &settings, &all, &all[0]).len()
    };
    assert_eq!(count(&workspace), 0);
    workspace.insert(Arc::new(File::new(PathBuf::from("compose.yaml"), Language::Compose, "services:\n")));
    assert_eq!(count(&workspace), 1);
    assert_eq!(all::fix_all(&[&OTHER], &workspace, &file, &settings, UNSAFE), None);
}

#[test]
fn all_fixes_are_made_that_the_selection_allows() {
    let text =
        "\u{feff}FROM a\r\nRUN bad && bad \\\r\n  # why\r\n  && loud\r\nRUN <<E\r\nbad\r\nE\r\nONBUILD RUN bad\r\n";
    let rules = [&LOUD, &BAD];
    let safe = text.replace("bad", "good");
    assert_eq!(fix_all(&rules, text, SAFE), Some(safe.clone()));
    assert_eq!(fix_all(&rules, text, UNSAFE), Some(safe.replace("loud", "good")));
    let one = Selection { rule: Some("loud"), safety: Safety::Unsafe };
    assert_eq!(fix_all(&rules, text, one), Some(text.replace("loud", "bad")));
    assert_eq!(fix_all(&rules, "FROM a\n", UNSAFE), None);
    assert_eq!(fix_all(&rules, &safe, SAFE), None);
}

#[test]
fn many_findings_in_many_instructions_are_mended() {
    let text = format!("FROM a\n{}", "RUN bad\n".repeat(500));
    assert_eq!(fix_all(&[&BAD], &text, SAFE), Some(text.replace("bad", "good")));
}

#[test]
fn a_fix_that_does_not_help_is_undone_and_stops_no_other() {
    let text = "FROM a\nRUN stuck\nRUN bad\nRUN stuck\nRUN bad\n";
    assert_eq!(fix_all(&[&STUCK, &BAD], text, SAFE), Some(text.replace("bad", "good")));
    assert_eq!(fix_all(&[&STUCK], text, SAFE), None);
    static MIXED: Rule = rule("mixed", |context| {
        found(context, &MIXED, "mix", |span| {
            let next = context.file.text[span.end as usize..].starts_with('1');
            vec![fix(Safety::Safe, vec![edit(span, if next { "x" } else { "mix" })])]
        })
    });
    let mixed = fix_all(&[&MIXED], "FROM a\nRUN mix1\nRUN mix2\nRUN mix1\nRUN mix1\n", SAFE);
    assert_eq!(mixed.as_deref(), Some("FROM a\nRUN x1\nRUN mix2\nRUN x1\nRUN x1\n"));
}

#[test]
fn later_rules_see_what_earlier_ones_left() {
    static SET_FREE: Rule = rule("set-free", |context| {
        found(context, &SET_FREE, "bound", |span| vec![fix(Safety::Safe, vec![edit(span, "free")])])
    });
    let text = "FROM a\nRUN stuck\nRUN bound\n";
    let fixed = fix_all(&[&SET_FREE, &STUCK], text, SAFE);
    assert_eq!(fixed.as_deref(), Some("FROM a\nRUN fine\nRUN free\n"));
}

#[test]
fn fixes_that_undo_each_other_come_to_an_end() {
    assert_eq!(fix_all(&[&PING, &PONG], "FROM a\nRUN ping\n", SAFE).as_deref(), Some("FROM a\nRUN pong\n"));
}

#[test]
fn identical_insertions_are_made_once() {
    static NO_USER: Rule = rule("no-user", |context| {
        if context.file.text.contains("USER") {
            return Vec::new();
        }
        let at = Span::empty(word(&context.file.text, "CMD").start);
        found(context, &NO_USER, "x", |_| vec![fix(Safety::Safe, vec![edit(at, "USER app\n")])])
    });
    let fixed = fix_all(&[&NO_USER], "FROM a\nRUN x\nRUN x\nCMD y\n", SAFE);
    assert_eq!(fixed.as_deref(), Some("FROM a\nRUN x\nRUN x\nUSER app\nCMD y\n"));
}

#[test]
fn differences_are_small_and_keep_line_ends() {
    let old = "\u{feff}a\r\nb\r\nc\r\nd";
    let new = "\u{feff}a\r\nB\r\nc\r\nd\r\ne";
    let at = |start, end, text| edit(Span::new(start, end), text);
    assert_eq!(difference(old, new), [at(6, 9, "B\r\n"), at(12, 13, "d\r\ne")]);
    assert_eq!(difference("a\n", "a\n"), []);
    assert_eq!(difference("", "a\n"), [at(0, 0, "a\n")]);
    assert_eq!(difference("a\r\n", "a\n"), [at(0, 3, "a\n")]);
}

/// Texts of few different lines, with all line ends and without a last one.
fn text() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec!["", "a", "b", "RUN é 😀", "# c", "\u{feff}"]);
    let end = prop::sample::select(vec!["\n", "\r\n", "\r", "\n", ""]);
    prop::collection::vec((line, end), 0..12).prop_map(|lines| lines.iter().map(|(a, b)| format!("{a}{b}")).collect())
}

proptest! {
    #[test]
    fn a_difference_leads_to_the_new_text(old in text(), new in text()) {
        let edits = difference(&old, &new);
        prop_assert!(edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        prop_assert_eq!(apply(&old, &edits), new);
    }
}
