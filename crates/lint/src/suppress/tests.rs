//! Which findings comments silence, and that the comments we write do so.

mod compose;

use std::path::PathBuf;

use longshore_model::{Content, File, Workspace};
use longshore_syntax::{Language, Span};

use super::{ignore_file, ignore_here, skip_check};
use crate::check::check_with;
use crate::fix::apply;
use crate::{Check, Context, Diagnostic, Edit, Group, Rule, Settings, Severity};

static BAD: Rule = rule("bad-word", &["DL9001", "BadWord"], |context| words(context, &BAD, "bad"));
static WORSE: Rule = rule("worse-word", &["DL9002"], |context| words(context, &WORSE, "worse"));

const fn rule(
    name: &'static str,
    aliases: &'static [&'static str],
    check: fn(&Context<'_>) -> Vec<Diagnostic>,
) -> Rule {
    Rule {
        name,
        aliases,
        group: Group::Ephemeral,
        severity: Severity::Warning,
        docs: "A word.",
        check: Check::Dockerfile(check),
    }
}

/// A finding for each `word` in an instruction, heredocs too.
fn words(context: &Context<'_>, rule: &'static Rule, word: &str) -> Vec<Diagnostic> {
    let found = context.file.text.match_indices(word).map(|(at, _)| Span::new(at as u32, (at + word.len()) as u32));
    let comments = &context.dockerfile.syntax.comments;
    let said = found.filter(|span| {
        context.dockerfile.instruction_at(span.start).is_some()
            && !comments.iter().any(|comment| comment.span.contains(*span))
    });
    let diagnostic = |span| Diagnostic {
        rule,
        severity: rule.severity,
        span,
        message: word.to_owned(),
        related: vec![],
        fixes: vec![],
    };
    said.map(diagnostic).collect()
}

fn file(text: &str) -> File {
    File::new(PathBuf::from("Dockerfile"), Language::Dockerfile, text)
}

fn found(file: &File) -> Vec<Diagnostic> {
    check_with(&[&BAD, &WORSE], &Workspace::default(), file, &Settings::default())
}

/// The lines, from 1, with findings.
fn lines(text: &str) -> Vec<u32> {
    let file = file(text);
    found(&file).iter().map(|diagnostic| file.lines.line(diagnostic.span.start) + 1).collect()
}

/// Silences the first finding in `text`: the finding is gone, the others are not, and directives hold.
fn silenced(text: &str, edit: fn(&File, &Diagnostic) -> Option<Edit>) -> String {
    let before = file(text);
    let all = found(&before);
    let after = file(&apply(text, &[edit(&before, &all[0]).unwrap()]));
    let left = found(&after);
    let rule = |rule: &Rule, all: &[Diagnostic]| all.iter().filter(|one| one.rule == rule).count();
    assert!(rule(all[0].rule, &left) < rule(all[0].rule, &all), "{}", after.text);
    let (Content::Dockerfile(old), Content::Dockerfile(new)) = (&before.content, &after.content) else { panic!() };
    let directives = |file: &longshore_model::Dockerfile| {
        let all = file.syntax.directives.iter();
        all.map(|one| (one.name.clone(), one.value.clone())).collect::<Vec<_>>()
    };
    assert_eq!(directives(old), directives(new));
    let keywords =
        |file: &longshore_model::Dockerfile| file.syntax.instructions.iter().map(|one| one.keyword).collect::<Vec<_>>();
    assert_eq!(keywords(old), keywords(new));
    after.text.to_string()
}

#[test]
fn comments_above_reach_the_next_instruction_only() {
    for comment in [
        "# longshore ignore=bad-word it is fine",
        "#longshore ignore = other , BAD-WORD",
        "# Longshore ignore=DL9001",
        "# longshore ignore=all",
        "# hadolint ignore=DL3002,DL9001 # why",
        "# hadolint ignore=SC1, dl9001",
        "# tally ignore=hadolint/DL9001;reason=x",
        "# tally ignore=all",
        "# check=skip=BadWord;error=true",
        "# check = skip=all",
    ] {
        let text = format!("FROM a\n{comment}\n# more\n\nRUN bad\nRUN bad\n");
        assert_eq!(lines(&text), [6], "{comment}");
        assert_eq!(lines(&text.replace('\n', "\r\n")), [6], "{comment}");
    }
}

#[test]
fn other_comments_silence_nothing() {
    for comment in [
        "# longshore ignore=",
        "# longshore ignore bad-word",
        "# longshore ignore=worse-word bad-word",
        "# longshore disable=bad-word",
        "# hadolint ignore=all",
        "# hadolint=bad-word",
        "# check=error=true",
        "# check=skip=A BadWord",
        "# ignore=bad-word",
    ] {
        assert_eq!(lines(&format!("FROM a\n{comment}\nRUN bad\n")), [3], "{comment}");
    }
}

#[test]
fn comments_for_a_file_reach_everything() {
    for comment in
        ["# longshore ignore-file=DL9001,x why", "# hadolint global ignore=DL9001", "# tally global ignore=all"]
    {
        assert_eq!(lines(&format!("FROM a\nRUN bad\n{comment}\nRUN bad\nRUN x\n")), [0_u32; 0], "{comment}");
    }
    assert_eq!(lines("# check=skip=x,BadWord\nFROM a\nRUN bad\nRUN bad worse\n"), [4]);
    assert_eq!(lines("# note\n# check=skip=BadWord\nFROM bad\nRUN bad\n"), [4]);
}

#[test]
fn a_comment_for_a_stage_ends_with_it() {
    let text = "FROM a\nRUN bad\n# hadolint stage ignore=DL9001\nFROM a\nRUN bad\nRUN bad\nFROM a\nRUN bad\n";
    assert_eq!(lines(text), [2, 8]);
}

#[test]
fn comments_in_a_continued_instruction_reach_one_line() {
    let text = "FROM a\nRUN bad && \\\n  # longshore ignore=bad-word\n  # more\n  bad && \\\n  bad\n";
    assert_eq!(lines(text), [2, 6]);
    assert_eq!(lines("FROM a\n# longshore ignore=bad-word\nRUN bad && \\\n  # x\n  bad\n"), [0_u32; 0]);
}

#[test]
fn what_looks_like_a_comment_in_a_heredoc_is_none() {
    let text = "FROM a\nRUN <<E\n# longshore ignore-file=bad-word\n# longshore ignore=bad-word\nbad\nE\nRUN bad\n";
    assert_eq!(lines(text), [3, 4, 5, 7]);
}

#[test]
fn ignoring_here_puts_a_comment_above_the_instruction() {
    for (text, expected) in [
        ("FROM a\nRUN bad\n", "FROM a\n# longshore ignore=bad-word\nRUN bad\n"),
        ("FROM a\r\nRUN bad\r\n", "FROM a\r\n# longshore ignore=bad-word\r\nRUN bad\r\n"),
        ("FROM a\n\n \tRUN bad", "FROM a\n\n \t# longshore ignore=bad-word\n \tRUN bad"),
        ("FROM bad\n", "# longshore ignore=bad-word\nFROM bad\n"),
        ("\u{feff}FROM bad\n", "\u{feff}# longshore ignore=bad-word\nFROM bad\n"),
        ("# syntax=a\n# escape=`\nFROM bad\n", "# syntax=a\n# escape=`\n# longshore ignore=bad-word\nFROM bad\n"),
        ("FROM a\nRUN x && \\\n  # c\n  bad\n", "FROM a\n# longshore ignore=bad-word\nRUN x && \\\n  # c\n  bad\n"),
        ("FROM a\nRUN <<E\nbad\nE\n", "FROM a\n# longshore ignore=bad-word\nRUN <<E\nbad\nE\n"),
        ("FROM a\nONBUILD RUN bad\n", "FROM a\n# longshore ignore=bad-word\nONBUILD RUN bad\n"),
    ] {
        assert_eq!(silenced(text, ignore_here), expected);
    }
}

#[test]
fn ignoring_here_joins_a_comment_of_ours() {
    for (text, expected) in [
        (
            "FROM a\n# longshore ignore=worse-word why\n# note\nRUN bad worse\n",
            "FROM a\n# longshore ignore=worse-word,bad-word why\n# note\nRUN bad worse\n",
        ),
        (
            "FROM a\r\nRUN x && \\\r\n  # longshore ignore=x , y\r\n  bad\r\n",
            "FROM a\r\nRUN x && \\\r\n  # longshore ignore=x , y,bad-word\r\n  bad\r\n",
        ),
        (
            "FROM a\n# hadolint ignore=DL1\nRUN bad\n",
            "FROM a\n# hadolint ignore=DL1\n# longshore ignore=bad-word\nRUN bad\n",
        ),
        (
            "FROM a\n# longshore ignore=x\nRUN x\nRUN bad\n",
            "FROM a\n# longshore ignore=x\nRUN x\n# longshore ignore=bad-word\nRUN bad\n",
        ),
    ] {
        assert_eq!(silenced(text, ignore_here), expected);
    }
}

#[test]
fn ignoring_in_the_file_keeps_directives_alive() {
    for (text, expected) in [
        ("FROM bad\n", "# longshore ignore-file=bad-word\nFROM bad\n"),
        ("\u{feff}FROM bad\r\n", "\u{feff}# longshore ignore-file=bad-word\r\nFROM bad\r\n"),
        ("# syntax=a\r\n# note\r\nFROM bad", "# syntax=a\r\n# longshore ignore-file=bad-word\r\n# note\r\nFROM bad"),
        (
            "# escape=`\n# check=error=true\nFROM bad\n",
            "# escape=`\n# check=error=true\n# longshore ignore-file=bad-word\nFROM bad\n",
        ),
        (
            "#!/usr/bin/env x\n# syntax=a\nFROM bad\n",
            "#!/usr/bin/env x\n# syntax=a\n# longshore ignore-file=bad-word\nFROM bad\n",
        ),
        ("#!/x\nFROM bad\n", "#!/x\n# longshore ignore-file=bad-word\nFROM bad\n"),
        (
            "FROM bad\nRUN x\n# longshore ignore-file=a why\n",
            "FROM bad\nRUN x\n# longshore ignore-file=a,bad-word why\n",
        ),
    ] {
        assert_eq!(silenced(text, ignore_file), expected);
    }
}

#[test]
fn files_without_a_line_end_get_a_line_of_their_own() {
    let finding = Diagnostic {
        rule: &BAD,
        severity: Severity::Warning,
        span: Span::empty(0),
        message: String::new(),
        related: vec![],
        fixes: vec![],
    };
    let ignored = |text: &str| apply(text, &[ignore_file(&file(text), &finding).unwrap()]);
    assert_eq!(ignored("# syntax=a"), "# syntax=a\n# longshore ignore-file=bad-word");
    assert_eq!(ignored("\u{feff}"), "\u{feff}# longshore ignore-file=bad-word\n");
    assert_eq!(ignore_here(&file("# note\n"), &finding), None);
}

#[test]
fn settings_change_and_silence_findings() {
    let file = file("FROM a\nRUN bad worse\n");
    let check = |settings: &Settings| {
        let found = check_with(&[&WORSE, &BAD], &Workspace::default(), &file, settings);
        found.iter().map(|one| (one.rule.name, one.severity)).collect::<Vec<_>>()
    };
    let mut settings = Settings::default();
    assert_eq!(check(&settings), [("bad-word", Severity::Warning), ("worse-word", Severity::Warning)]);
    settings.groups.insert("ephemeral", None);
    assert_eq!(check(&settings), []);
    settings.rules.insert("worse-word", Some(Severity::Error));
    assert_eq!(check(&settings), [("worse-word", Severity::Error)]);
}

#[test]
fn a_check_of_the_engine_is_skipped_by_its_own_directive() {
    let skipped = |text: &str| {
        let before = file(text);
        let all = crate::check(&Workspace::default(), &before, &Settings::default());
        let casing = |one: &&Diagnostic| one.rule.name == "from-as-casing";
        let (_, edit) = skip_check(&before, all.iter().find(casing)?)?;
        let after = file(&apply(text, &[edit]));
        let left = crate::check(&Workspace::default(), &after, &Settings::default());
        assert!(!left.iter().any(|one| casing(&one)), "{}", after.text);
        Some(after.text.to_string())
    };
    for (text, expected) in [
        ("FROM a as b\n", "# check=skip=FromAsCasing\nFROM a as b\n"),
        ("\u{feff}FROM a as b\r\n", "\u{feff}# check=skip=FromAsCasing\r\nFROM a as b\r\n"),
        (
            "# syntax=a/dockerfile\n# note\nFROM a as b\n",
            "# syntax=a/dockerfile\n# check=skip=FromAsCasing\n# note\nFROM a as b\n",
        ),
        ("# check=error=true\nFROM a as b\n", "# check=skip=FromAsCasing;error=true\nFROM a as b\n"),
        ("# check=skip=A,B;error=true\nFROM a as b\n", "# check=skip=A,B,FromAsCasing;error=true\nFROM a as b\n"),
        (
            "# check = error=true;skip=A  why\nFROM a as b\n",
            "# check = error=true;skip=A,FromAsCasing  why\nFROM a as b\n",
        ),
    ] {
        assert_eq!(skipped(text).as_deref(), Some(expected));
    }
    assert_eq!(skipped("#!/x\nFROM a as b\n"), None);
}
