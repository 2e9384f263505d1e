//! What holds for every text: no panic, spans inside the source, in order, and not over each other.

use proptest::prelude::*;

use super::{Command, CommandKind, Node, PartKind, Script, Span, Word, parse};
use crate::Logical;

/// Pieces that make texts which look like shell more often than random characters do.
const PIECES: &[&str] = &[
    "a",
    "b ",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\\\n",
    "\\",
    "é",
    "#",
    "'",
    "\"",
    "`",
    "$",
    "$x",
    "${",
    "}",
    "$(",
    ")",
    "(",
    "$((",
    "))",
    "((",
    "[[",
    "]]",
    "[",
    "]",
    "{",
    ",",
    "..",
    "1",
    "if ",
    "then ",
    "elif ",
    "else ",
    "fi",
    "for ",
    "in ",
    "do ",
    "done",
    "case ",
    "esac",
    ";;",
    "while ",
    "function ",
    "f()",
    "!",
    "&&",
    "||",
    "|",
    "|&",
    "&",
    ";",
    "<",
    ">",
    "<<EOF",
    "<<-'E'",
    "EOF",
    "\nEOF\n",
    "\n\tE\n",
    "<<<",
    "2>&1",
    "&>",
    "<(",
    "=",
    "x=",
    "x+=(",
    "~",
    "*",
    "?",
    ":-",
    "#",
    "%%",
    "/",
    "$'",
    "\\'",
    "\\`",
    "\\\"",
    "=~",
    "@(",
    "\0",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// The text joined as an instruction's is: over continuations that are cut out of the source.
fn joined(pieces: &[String]) -> (String, Logical) {
    let mut source = String::from("RUN ");
    let mut logical = Logical::default();
    for piece in pieces {
        logical.push(piece, source.len() as u32);
        source.push_str(piece);
        source.push_str("\\\n  ");
    }
    (source, logical)
}

/// Checks that `spans` are in order and inside `outer`.
fn in_order(spans: impl Iterator<Item = Span>, outer: Span, source: &str) {
    let mut from = outer.start;
    for span in spans {
        assert!(span.start <= span.end, "{span:?} in {source:?}");
        assert!(from <= span.start && span.end <= outer.end, "{span:?} from {from} in {outer:?} of {source:?}");
        assert!(source.get(span.range()).is_some(), "{span:?} cuts a character of {source:?}");
        from = span.end;
    }
}

fn check_command(command: &Command, source: &str) {
    match &command.kind {
        CommandKind::Simple(simple) => {
            in_order(simple.words.iter().map(|word| word.span), simple.span, source);
            in_order(simple.assignments.iter().map(|it| it.span), simple.span, source);
            in_order(simple.redirects.iter().map(|it| it.span), simple.span, source);
            assert!(!simple.span.is_empty(), "{source:?}");
        }
        CommandKind::Pipeline(it) => in_order(it.commands.iter().map(|it| it.span), command.span, source),
        CommandKind::Subshell(it) | CommandKind::Group(it) => check_script(it, command.span, source),
        CommandKind::Test(words) => in_order(words.iter().map(|it| it.span), command.span, source),
        _ => {}
    }
}

fn check_script(script: &Script, outer: Span, source: &str) {
    in_order(script.items.iter().flat_map(|it| [it.command.span, it.operator_span]), outer, source);
}

fn check_word(word: &Word, source: &str) {
    in_order(word.parts.iter().map(|part| part.span), word.span, source);
    for part in &word.parts {
        if let PartKind::Substitution(it) = &part.kind {
            check_script(&it.script, part.span, source);
        }
    }
}

fn check(source: &str, logical: &Logical) {
    let script = parse(logical);
    check_script(&script, Span::new(0, source.len() as u32), source);
    script.walk(&mut |node| match node {
        Node::Command(command) => check_command(command, source),
        Node::Word(word) => check_word(word, source),
        Node::Simple(_) | Node::Variable(..) => {}
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn spans_of_any_text(text in any::<String>()) {
        check(&text, &Logical::identity(&text, 0));
    }

    #[test]
    fn spans_of_shell_like_text(text in pieces()) {
        check(&text, &Logical::identity(&text, 0));
    }

    #[test]
    fn spans_over_continuations(texts in prop::collection::vec(pieces(), 1..5)) {
        let (source, logical) = joined(&texts);
        check(&source, &logical);
    }
}

#[test]
fn deep_nesting_ends() {
    for opening in [
        "(",
        "{ ",
        "$(",
        "`",
        "\"$(",
        "${x:-",
        "if ",
        "x=(",
        "{a,",
        "$((",
        "f() ",
        "[[ <(",
        "\"${x:-\"",
        "case x in a) ",
        "! ",
        "a | ",
    ] {
        let text = opening.repeat(50_000);
        check(&text, &Logical::identity(&text, 0));
    }
}

/// The best of three times for `count` repetitions, in microseconds.
fn time(piece: &str, count: usize) -> u128 {
    let logical = Logical::identity(&piece.repeat(count), 0);
    let once = || {
        let start = std::time::Instant::now();
        let _script = parse(&logical);
        start.elapsed().as_micros()
    };
    once().min(once()).min(once())
}

#[test]
fn time_grows_with_the_text_only() {
    const BROKEN: &[&str] = &[
        "\"elif <<EOF",
        "a (;",
        "$((a #(\n))",
        "\"a\n",
        "'a\n",
        "${a ",
        "{{a,",
        "[a",
        "$'\\'",
        "a=(",
        "`\\`",
        "cat <<E\n",
        "case x in a|\n",
        "((a",
        "\"$(\"",
        "${x:-\"",
        "[[ a\n",
        "a[",
        "a@(",
        "<<a",
        "1",
        "~",
        "\\",
        "x[",
        "{a..",
        "$(case x in `",
        "\"`",
    ];
    // Another program may take the processor away in the middle of a measurement, but not every time.
    let grows = |piece: &str| {
        let (short, long) = (time(piece, 2_000), time(piece, 20_000));
        let linear = long < 50 * short.max(2_000);
        (!linear).then(|| format!("{piece:?}: {short} us, ten times as long {long} us"))
    };
    for piece in BROKEN {
        let problems: Vec<String> = (0..5).map_while(|_| grows(piece)).collect();
        assert!(problems.len() < 5, "{problems:?}");
    }
}
