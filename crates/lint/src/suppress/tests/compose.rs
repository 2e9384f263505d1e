//! The same for compose files.

use super::*;

static LOST: Rule = Rule {
    name: "lost",
    aliases: &["no-lost"],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: "A word.",
    check: Check::Compose(|context| {
        let found = context.file.text.match_indices("lost");
        let spans = found.map(|(at, _)| Span::new(at as u32, at as u32 + 4));
        let said = spans.filter(|span| !context.compose.yaml.comments.iter().any(|one| one.span.contains(*span)));
        said.map(|span| Diagnostic::new(&LOST, span, "it is lost".to_owned())).collect()
    }),
};

fn compose(text: &str) -> File {
    File::new(PathBuf::from("compose.yaml"), Language::Compose, text)
}

fn found(file: &File) -> Vec<Diagnostic> {
    check_with(&[&LOST], &Workspace::default(), file, &Settings::default())
}

/// The lines, from 1, with findings.
fn lines(text: &str) -> Vec<u32> {
    let file = compose(text);
    found(&file).iter().map(|one| file.lines.line(one.span.start) + 1).collect()
}

const TEXT: &str = "services:\n  a:\n    image: lost\n    volumes:\n      - lost:/x\n      - source: lost\n        target: lost\n  b: {image: lost, x: [lost]}\n";

#[test]
fn comments_above_and_behind_cover_entries_and_items() {
    assert_eq!(lines(TEXT), [3, 5, 6, 7, 8, 8]);
    for (above, left) in [
        ("services:", [].as_slice()),
        ("  a:", &[9, 9]),
        ("    image: lost", &[6, 7, 8, 9, 9]),
        ("    volumes:", &[3, 9, 9]),
        ("      - source: lost", &[3, 5, 9, 9]),
        ("        target: lost", &[3, 5, 6, 9, 9]),
        ("  b:", &[3, 5, 6, 7]),
    ] {
        for comment in ["# longshore ignore=lost why", "#longshore  ignore = all"] {
            let indent = " ".repeat(above.len() - above.trim_start().len());
            assert_eq!(lines(&TEXT.replacen(above, &format!("{indent}{comment}\n{above}"), 1)), left, "{above}");
        }
    }
    assert_eq!(lines(&TEXT.replace("a:\n", "a: # longshore ignore=lost\n")), [8, 8]);
    assert_eq!(lines(&TEXT.replace("- lost:/x", "- lost:/x # longshore ignore=lost")), [3, 6, 7, 8, 8]);
    assert_eq!(lines(&TEXT.replace("  a:", "  # longshore ignore=other\n  a:")), [4, 6, 7, 8, 9, 9]);
    assert_eq!(lines(&format!("# longshore ignore-file=lost\n{TEXT}")), [0_u32; 0]);
}

#[test]
fn comments_for_dclint_reach_as_far_as_there() {
    assert_eq!(lines(&format!("# dclint disable no-lost\n{TEXT}")), [0_u32; 0]);
    assert_eq!(lines(&format!("# dclint disable-file\n{TEXT}")), [0_u32; 0]);
    assert_eq!(lines(&format!("# dclint disable other\n{TEXT}")).len(), 6);
    assert_eq!(lines(&TEXT.replace("image: lost\n", "image: lost # dclint disable-line no-lost\n")), [5, 6, 7, 8, 8]);
    assert_eq!(lines(&TEXT.replace("    volumes:\n", "    volumes:\n      # dclint disable-line\n")), [3, 7, 8, 9, 9]);
}

/// What the file becomes when its finding on `line` is silenced, which takes effect.
fn silenced(text: &str, line: u32, edit: fn(&File, &Diagnostic) -> Option<Edit>) -> String {
    let before = compose(text);
    let all = found(&before);
    let one = all.iter().find(|one| before.lines.line(one.span.start) + 1 == line).unwrap();
    let after = compose(&apply(text, &[edit(&before, one).unwrap()]));
    assert!(found(&after).len() < all.len(), "{}", after.text);
    after.text.to_string()
}

#[test]
fn our_comment_stands_above_the_innermost_line() {
    let comment = "# longshore ignore=lost\n";
    let with = |line: &str| {
        TEXT.replacen(line, &format!("{}{comment}{line}", &line[..line.len() - line.trim_start().len()]), 1)
    };
    for (line, above) in
        [(3, "    image"), (5, "      - lost"), (6, "      - source"), (7, "        target"), (8, "  b:")]
    {
        assert_eq!(silenced(TEXT, line, ignore_here), with(above), "{line}");
    }
    let crlf = "services:\r\n  a: lost\r\n";
    assert_eq!(silenced(crlf, 2, ignore_here), "services:\r\n  # longshore ignore=lost\r\n  a: lost\r\n");
    let merged = "services:\n  # longshore ignore=other why\n  a: lost\n";
    assert_eq!(silenced(merged, 3, ignore_here), merged.replace("other", "other,lost"));
}

#[test]
fn our_comment_for_a_file_stands_at_its_top() {
    assert_eq!(silenced("a: lost\n", 1, ignore_file), "# longshore ignore-file=lost\na: lost\n");
    assert_eq!(silenced("\u{feff}a: lost\r\n", 1, ignore_file), "\u{feff}# longshore ignore-file=lost\r\na: lost\r\n");
    let foreign = "# dclint disable other\na: lost\n";
    assert_eq!(silenced(foreign, 2, ignore_file), "# dclint disable other\n# longshore ignore-file=lost\na: lost\n");
    let ours = "a: lost\n# longshore ignore-file=other\n";
    assert_eq!(silenced(ours, 1, ignore_file), "a: lost\n# longshore ignore-file=other,lost\n");
}
