//! What scripts run, as short dumps.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::time::Instant;

use longshore_syntax::{Logical, Span, shell};

use super::{Argument, Environment, Ran, Redirected, run, run_words};
use crate::value::Value;

fn lookup(name: &str) -> Option<Value> {
    match name {
        "HOME" => Some(Value::from("/home/me")),
        "APP" => Some(Value::from("/app")),
        "DIRS" => Some(Value::from("one two")),
        "HIDDEN" => Some(Value::unknown()),
        _ => None,
    }
}

fn environment() -> Environment<'static> {
    Environment { lookup: &lookup, directory: Value::from("/w"), user: None }
}

fn ran(text: &str) -> Vec<Ran> {
    run(&shell::parse(&Logical::identity(text, 0)), &environment())
}

/// One command per element: `?` where it may not run, `user@`, the directory where it is not `/w`, words in brackets
/// where they hold spaces, redirects, `<` and the input.
fn dump(all: &[Ran]) -> String {
    all.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn one(ran: &Ran) -> String {
    let mut text = String::new();
    if ran.conditional {
        text.push('?');
    }
    if let Some(user) = &ran.user {
        text.push_str(&format!("{user}@"));
    }
    if ran.directory.text() != "/w" {
        text.push_str(&format!("{}: ", ran.directory));
    }
    let words: Vec<String> = ran.words.iter().map(|word| shown(&word.value)).collect();
    text.push_str(&words.join(" "));
    ran.redirects.iter().for_each(|redirect| text.push_str(&redirected(redirect)));
    if let Some(input) = &ran.input {
        text.push_str(&format!(" <{:?}", input.value().to_string()));
    }
    if let Some(to) = &ran.piped_to {
        text.push_str(&format!(" |{to}"));
    }
    text
}

fn redirected(redirect: &Redirected) -> String {
    let sign = if redirect.takes_output() { ">" } else { "~" };
    format!(" {sign}{}", redirect.target.value)
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.is_empty() || text.contains(char::is_whitespace) { format!("[{text}]") } else { text }
}

fn check(cases: &[(&str, &str)]) {
    let differences: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| dump(&ran(text)) != *expected)
        .map(|(text, expected)| format!("{text}\n  is  {}\n  not {expected}", dump(&ran(text))))
        .collect();
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

#[test]
fn directories() {
    check(&[
        ("cd /a && x; cd b; y", "cd /a; /a: x; /a: cd b; /a/b: y"),
        ("(cd /a; x); y", "cd /a; /a: x; y"),
        ("cd /a | x; y", "cd /a |x; x; y"),
        ("cd; cd -; x", "cd; /home/me: cd -; x"),
        ("cd $NONE/b; x", "cd …/b; …/b: x"),
        ("pushd /a; x; popd; y", "pushd /a; /a: x; /a: popd; y"),
        ("cd /a || exit 1; x", "cd /a; ?/a: exit 1; /a: x"),
        ("if t; then cd /a; else cd /b; fi; x", "t; ?cd /a; ?cd /b; x"),
        ("if t; then cd /a; else cd /a; fi; x", "t; ?cd /a; ?cd /a; /a: x"),
        ("x & y", "x; y"),
        ("{ cd /a; x; } >log", " >log; cd /a; /a: x"),
        ("echo $PWD $(pwd)", "pwd; echo /w /w"),
    ]);
}

#[test]
fn variables() {
    check(&[
        ("A=b; x $A \"$A c\" '$A'", "x b [b c] $A"),
        ("export A=/d B=\"e f\"; x $A/y \"$B\" $B", "export A=/d [B=e f]; x /d/y [e f] e f"),
        ("x $NONE ${NONE:-/d} ${APP}/y ~ ~/z \"~\"", "x … /d /app/y /home/me /home/me/z ~"),
        ("A=x.tar.gz; x ${A%.gz} ${A%%.*} ${A##*.} ${A/x/y} ${#A} ${A:0:1}", "x x.tar x gz y.tar.gz 8 x"),
        ("x $DIRS \"$DIRS\" $HIDDEN/y", "x one two [one two] …/y"),
        ("A=1 x $A; y $A", "x …; y …"),
        ("A=(a 'b c'); x \"${A[@]}\" $A ${A[1]}; A+=(d); y ${A[@]}", "x a [b c] a b c; y a b c d"),
        ("A=x; A+=y; z $A; unset A; z \"$A\"", "z xy; unset A; z []"),
        ("read A; x $A", "read A; x …"),
        ("if t; then A=1; else A=2; fi; x $A", "t; x …"),
        ("case $T in a) A=1;; *) exit 1;; esac; x $A", "?exit 1; x 1"),
        ("x ${D:=/d}; y $D", "x /d; y /d"),
    ]);
}

#[test]
fn parameters() {
    check(&[
        (
            "set -- a 'b c'; x \"$@\" $1 $# $*; shift; y \"$@\" $1",
            "set -- a [b c]; x a [b c] a 2 a b c; shift; y [b c] b c",
        ),
        ("set -ex; x \"$@\"", "set -ex; x …"),
        ("set -o pipefail; x \"$1\"", "set -o pipefail; x …"),
        ("set -- \"$@\" -v; x \"$@\" $2", "set -- … -v; x … -v …"),
        ("set --; x \"$@\" y", "set --; x y"),
    ]);
}

#[test]
fn braces_and_globs() {
    check(&[
        ("x /a/{b,c/{d,e}}/f", "x /a/b/f /a/c/d/f /a/c/e/f"),
        ("x {1..3} {08..10} {a..c} {5..1..2}", "x 1 2 3 08 09 10 a b c 5 3 1"),
        ("x /a/*.log [ab]?", "x /a/*.log [ab]?"),
        ("A={a,b}; x \"$A\"", "x {a,b}"),
    ]);
    assert_eq!(ran("x {1..100000000}")[0].words.len(), 257);
    assert!(ran("x {1..99}{1..99}{1..99}{1..99}{1..99}")[0].words.len() <= 1025);
}

#[test]
fn loops_and_conditions() {
    check(&[
        ("for d in a b; do x /$d; done; y $d", "x /a; x /b; y b"),
        ("for d in $DIRS; do x $d; done", "x one; x two"),
        ("for d in $NONE; do x $d; done", "?x …"),
        ("for d; do x $d; done", "?x …"),
        (
            "for d in a b c; do if t; then continue; fi; x $d; [ $d ] && break; done",
            "t; ?continue; x a; [ a ]; ?break; t; ?continue; x b; [ b ]; ?break; t; ?continue; x c; [ c ]; ?break",
        ),
        ("for d in a b; do x; break; y; done; z", "x; break; z"),
        ("while t; do x; done; y", "t; ?x; y"),
        ("if a; then b; elif c; then d; else e; fi; f", "a; ?b; ?c; ?d; ?e; f"),
        ("case x in a|b) c;; d) e;; esac; f", "?c; ?e; f"),
        ("a || b; c && d; [ -e f ] && g && h; i", "a; ?b; c; d; [ -e f ]; ?g; ?h; i"),
        ("[[ -d $(q) ]] && x", "q; ?x"),
        ("exit 0; x", "exit 0"),
        ("exec x; y", "exec x; x"),
        ("exec >log; y", "exec >log; y"),
    ]);
}

#[test]
fn functions() {
    check(&[
        ("f() { x \"$1\" \"$@\"; local A=b; y $A; }; f a b; z $A", "x a a b; local A=b; y b; z …"),
        ("f() { return; x; }; f; y", "return; y"),
        ("function f { cd /a; }; f; x", "cd /a; /a: x"),
        ("f() { f; x; }; f; y", &format!("{}y", "x; ".repeat(16))),
        ("f() { x; }; f >log", " >log; x"),
    ]);
}

#[test]
fn substitutions() {
    check(&[
        (
            "x $(echo a b) \"$(echo a b)\" `dirname /a/b` $(basename /a/b.c .c)",
            "echo a b; echo a b; dirname /a/b; basename /a/b.c .c; x a b [a b] /a b",
        ),
        ("x $(uname -m)/y <(q)", "uname -m; q; x …/y …"),
        ("x $(cd /a && pwd) $(pwd)", "cd /a; /a: pwd; pwd; x /a /w"),
        ("x $(echo a | tr a b)", "echo a |tr; tr a b <\"a\\n\"; x …"),
        ("x $((1 + $(q)))", "q; x …"),
        ("A=$(mktemp -d); cd $A; x", "mktemp -d; cd …; …: x"),
    ]);
}

#[test]
fn inputs() {
    check(&[
        ("echo a 'b\\nc' | x", "echo a b\\nc |x; x <\"a b\\nc\\n\""),
        ("echo -n $APP | sudo x", "echo -n /app |sudo; sudo x <\"/app\"; root@x <\"/app\""),
        (
            "printf '%s=%s\\n' a b c d | tee f | x",
            "printf %s=%s\\n a b c d |tee; tee f <\"a=b\\nc=d\\n\" |x; x <\"a=b\\nc=d\\n\"",
        ),
        ("echo \"$(q)/a\" | x", "q; echo …/a |x; x <\"…/a\\n\""),
        ("{ echo a | cat; echo b; } | x", "echo a |cat; cat <\"a\\n\" |x; echo b |x; x <\"a\\nb\\n\""),
        ("{ echo a; echo b; } | x", "echo a |x; echo b |x; x <\"a\\nb\\n\""),
        ("cat <<EOF >f\na $APP\nEOF\n", "cat ~EOF >f <\"a /app\\n\""),
        ("cat <<'EOF' | x\n$APP\nEOF\n", "cat ~EOF <\"$APP\\n\" |x; x <\"$APP\\n\""),
        ("x <<< \"$APP\"", "x ~/app <\"/app\""),
        ("curl u | sh", "curl u |sh; sh"),
        ("echo mkdir /a | sh", "echo mkdir /a |sh; sh <\"mkdir /a\\n\"; mkdir /a"),
        ("bash <<EOF\ncd /a\nx\nEOF\ny", "bash ~EOF <\"cd /a\\nx\\n\"; cd /a; /a: x; y"),
        ("echo a b | xargs x -v", "echo a b |xargs; xargs x -v <\"a b\\n\"; x -v a b"),
        ("q | xargs -n 1 -I{} x /a/{}", "q |xargs; xargs -n 1 -I{} x /a/{}; x /a/…"),
    ]);
}

#[test]
fn wrappers() {
    check(&[
        ("sh -c 'cd /a && x $1' sh b; y", "sh -c [cd /a && x $1] sh b; cd /a; /a: x b; y"),
        ("bash -eo pipefail -c \"x $APP\"", "bash -eo pipefail -c [x /app]; x /app"),
        ("eval 'cd /a' '&& x'; y", "eval [cd /a] [&& x]; cd /a; /a: x; /a: y"),
        ("su - app -c 'x y'", "su - app -c [x y]; app@…: x y"),
        ("su -c 'x y' -s /bin/sh app", "su -c [x y] -s /bin/sh app; app@x y"),
        ("su-exec app:grp x y; gosu 1000 z", "su-exec app:grp x y; app@x y; gosu 1000 z; 1000@z"),
        ("setpriv --reuid=app --regid app --clear-groups x", "setpriv --reuid=app --regid app --clear-groups x; app@x"),
        (
            "runuser -u app -- x -u y; runuser app -c 'z'",
            "runuser -u app -- x -u y; app@x -u y; runuser app -c z; app@z",
        ),
        (
            "sudo -u app x; sudo -E A=b y; sudo -uapp z",
            "sudo -u app x; app@x; sudo -E A=b y; root@y; sudo -uapp z; app@z",
        ),
        ("env -u Q A=b x; env -C /a y", "env -u Q A=b x; x; env -C /a y; /a: y"),
        (
            "nohup nice -n 5 timeout -k 1 5 x",
            "nohup nice -n 5 timeout -k 1 5 x; nice -n 5 timeout -k 1 5 x; timeout -k 1 5 x; x",
        ),
        ("stdbuf -oL x; setsid y; command z; time q", "stdbuf -oL x; x; setsid y; y; command z; z; time q; q"),
        ("chroot --userspec=app:grp /r x", "chroot --userspec=app:grp /r x; app@…: x"),
        ("find /a /b -name '*.c' -exec rm -f {} \\;", "find /a /b -name *.c -exec rm -f {} ;; ?rm -f /a/… /b/…"),
        (
            "find . -type d -exec x {}/y + -exec sh -c 'z $1' _ {} \\;",
            "find . -type d -exec x {}/y + -exec sh -c [z $1] _ {} ;; ?x ./…/y; ?sh -c [z $1] _ ./…; ?z ./…",
        ),
        ("exec gosu app \"$@\"", "exec gosu app …; gosu app …; app@…"),
    ]);
}

#[test]
fn exec_forms() {
    let of = |words: &[&str]| {
        let words: Vec<Argument> =
            words.iter().map(|word| Argument::new(Value::from(*word), Span::new(0, 9))).collect();
        dump(&run_words(&words, &environment()))
    };
    assert_eq!(of(&["sh", "-c", "x && y"]), "sh -c [x && y]; x; y");
    assert_eq!(
        of(&["/sbin/tini", "-g", "--", "gosu", "app", "node", "a.js"]),
        "/sbin/tini -g -- gosu app node a.js; gosu app node a.js; app@node a.js"
    );
    assert_eq!(of(&["dumb-init", "x"]), "dumb-init x; x");
    assert_eq!(of(&[]), "");
}

#[test]
fn spans_are_those_of_the_source() {
    let text = "for d in a b; do sh -c 'mkdir -p \"/é/$1\"' sh $d; done; echo \"k=$APP\" 'z' | tee f";
    let all = ran(text);
    let sources = |ran: &Ran| ran.words.iter().map(|word| word.span.text(text).to_owned()).collect::<Vec<_>>();
    assert_eq!(sources(&all[1]), ["mkdir", "-p", "\"/é/$1\""]);
    assert_eq!(all[1].span.text(text), "mkdir -p \"/é/$1\"");
    assert_eq!(all[0].span.text(text), "sh -c 'mkdir -p \"/é/$1\"' sh $d");
    let tee = all.last().unwrap();
    let words: Vec<_> = tee.input.iter().flat_map(super::Text::words).map(|(_, span)| span.text(text)).collect();
    assert_eq!(words, ["k=$APP", "z"]);
}

#[test]
fn bounded_on_hostile_scripts() {
    let nested = "for i in {1..256}; do ".repeat(6) + "x;" + &" done;".repeat(6);
    assert!(ran(&nested).len() <= 5_000);
    let doubling = "A=aaaaaaaa; ".to_owned() + &"A=\"$A$A$A$A\"; x $A; ".repeat(400);
    ran(&doubling);
    ran(&("set -- a b c; ".to_owned() + &"set -- \"$@\" \"$@\" \"$@\"; ".repeat(400)));
    ran("f() { f & f; f | f; (f); $(f); }; f");
    ran(&("$(".repeat(500) + "x" + &")".repeat(500)));
    ran(&("f() { ".repeat(60) + "f; " + &"}; f; ".repeat(60)));
    ran(&"eval ".repeat(200));
    ran(&("${A:-".repeat(300) + "x"));
    ran("A='sh -c \"$A\"'; eval 'eval \"$A\"'; B='eval \"$B\"'; eval \"$B\"");
    ran(&("x=1; ".to_owned() + &"(y=2; [ a ] && z=3); ".repeat(5_000)));
    for text in [
        "printf '%é'",
        "printf %",
        "cat <<",
        "set -o",
        "su -c",
        "env -u",
        "find -exec",
        "xargs -I",
        "sh -c",
        "x ${A:9:9} {9223372036854775807..-9223372036854775808}",
    ] {
        ran(text);
    }
}

/// The scripts of the reference files' shell-form `RUN`s; nothing where they are absent.
fn bodies() -> Option<Vec<String>> {
    let shared = std::env::var_os("LONGSHORE_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let Ok(file) = std::fs::File::open(shared.join("oracle/buildkit_parse.jsonl")) else {
        eprintln!("skipped: no reference files in {}", shared.display());
        return None;
    };
    let mut bodies = Vec::new();
    for line in BufReader::new(file).lines() {
        let file: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let runs = file["instructions"].as_array().into_iter().flatten();
        let runs = runs.filter(|one| one["cmd"] == "RUN" && one["json"] != true);
        bodies.extend(runs.filter_map(|one| one["args"][0].as_str()).map(str::to_owned));
    }
    Some(bodies)
}

#[test]
fn real_scripts_run() {
    let Some(bodies) = bodies() else { return };
    let scripts: Vec<_> = bodies.iter().map(|text| shell::parse(&Logical::identity(text, 0))).collect();
    let start = Instant::now();
    let (mut commands, mut hidden, mut simple, mut longest) = (0, 0, 0, (0.0, 0));
    for (index, script) in scripts.iter().enumerate() {
        let begin = Instant::now();
        let all = run(script, &environment());
        let took = begin.elapsed().as_secs_f64() * 1e3;
        longest = if took > longest.0 { (took, index) } else { longest };
        commands += all.len();
        simple += script.commands().count();
        hidden += all.iter().filter(|ran| ran.name().is_empty() && !ran.words.is_empty()).count();
        let length = bodies[index].len() as u32;
        assert!(all.iter().all(|ran| ran.span.end <= length && ran.words.iter().all(|word| word.span.end <= length)));
    }
    let bytes: usize = bodies.iter().map(String::len).sum();
    eprintln!(
        "{} scripts, {bytes} bytes, {simple} simple commands; {commands} run, {hidden} of unknown name; {:.1} ms, longest {:.2} ms",
        bodies.len(),
        start.elapsed().as_secs_f64() * 1e3,
        longest.0
    );
    assert!(commands * 10 > simple * 9 && hidden * 100 < commands);
}
