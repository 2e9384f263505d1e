//! Holds the nodes of Dockerfiles to what BuildKit's own parser says of the corpus: instructions, lines, flags, arguments.

use std::path::PathBuf;

use longshore_syntax::dockerfile::{self, Body, Command, Instruction, Keyword, Word};
use longshore_syntax::{Encoding, LineIndex};
use serde_json::Value;

fn shared() -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("LONGSHORE_SHARED").map_or(beside, PathBuf::from)
}

fn strings(value: &Value) -> Vec<String> {
    let all = value.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
}

fn raw<'a>(words: impl IntoIterator<Item = &'a Word>) -> Vec<String> {
    words.into_iter().map(|word| word.raw.clone()).collect()
}

fn command(command: &Command, instruction: &Instruction) -> Vec<String> {
    match command {
        Command::Exec(words) => raw(words),
        Command::Shell(_) => vec![instruction.arguments.text.clone()],
    }
}

/// The arguments in the way BuildKit chains them.
fn arguments(instruction: &Instruction) -> Vec<String> {
    match &instruction.body {
        Body::From(from) => {
            let words = instruction.arguments.text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(words.first().cloned(), from.image.as_ref().map(|image| image.raw.clone()));
            words
        }
        Body::Run(run) | Body::Cmd(run) | Body::Entrypoint(run) => command(run, instruction),
        Body::Healthcheck(Some(check)) => {
            let text = instruction.arguments.text.as_str();
            let rest = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
            let words = if let Command::Exec(words) = check { raw(words) } else { vec![rest.to_owned()] };
            std::iter::once("CMD".to_owned()).chain(words).collect()
        }
        Body::Healthcheck(None) => vec![instruction.arguments.text.clone()],
        Body::Copy(copy) => raw(copy.sources.iter().chain(&copy.destination)),
        Body::Words(words) => raw(words),
        Body::Word(word) => raw(word),
        Body::Pairs(pairs) if instruction.keyword == Keyword::Arg => {
            let one = |pair: &dockerfile::Pair| match &pair.value {
                Some(value) => format!("{}={}", pair.key, value.raw),
                None => pair.key.clone(),
            };
            pairs.iter().map(one).collect()
        }
        Body::Pairs(pairs) => {
            let value = |pair: &dockerfile::Pair| pair.value.as_ref().map_or(String::new(), |value| value.raw.clone());
            pairs.iter().flat_map(|pair| [pair.key.clone(), value(pair)]).collect()
        }
        Body::Onbuild(_) | Body::Unknown => Vec::new(),
    }
}

fn expected(node: &Value) -> Vec<String> {
    let keyword = Keyword::parse(node["cmd"].as_str().unwrap_or_default());
    let args = strings(&node["args"]);
    match keyword {
        Keyword::Env | Keyword::Label => args.chunks(3).flat_map(pair).collect(),
        Keyword::Onbuild | Keyword::Unknown => Vec::new(),
        Keyword::Healthcheck if args.first().is_some_and(|word| word.eq_ignore_ascii_case("cmd")) => {
            std::iter::once("CMD".to_owned()).chain(args.into_iter().skip(1)).collect()
        }
        _ => args,
    }
}

/// A key, whose quotes we take away, and its value.
fn pair(chunk: &[String]) -> Vec<String> {
    let key = chunk.first().map(|key| key.replace(['"', '\''], ""));
    key.into_iter().chain(chunk.get(1).cloned()).collect()
}

fn compare(node: &Value, ours: &Instruction, lines: Option<(&LineIndex, &str)>) -> Result<(), String> {
    let word = node["cmd"].as_str().unwrap_or_default();
    if Keyword::parse(word) != ours.keyword {
        return Err(format!("{word} is {:?}", ours.keyword));
    }
    if let Some((lines, text)) = lines {
        let line = |offset| u64::from(lines.position(text, offset, Encoding::Utf8).line) + 1;
        let (start, end) = (line(ours.span.start), line(ours.span.end));
        if Some(start) != node["start_line"].as_u64() || node["end_line"].as_u64().is_some_and(|theirs| theirs < end) {
            return Err(format!("{word}: lines {start}-{end}, not {}-{}", node["start_line"], node["end_line"]));
        }
    }
    if ours.keyword == Keyword::Unknown {
        return Ok(());
    }
    let flags: Vec<String> = ours.flags.iter().map(flag).collect();
    // BuildKit takes quotes out of flags when it reads them.
    let bare: Vec<String> = flags.iter().map(|flag| flag.replace('"', "")).collect();
    if flags != strings(&node["flags"]) && bare != strings(&node["flags"]) {
        return Err(format!("{word}: flags {flags:?}, not {}", node["flags"]));
    }
    let (mine, theirs) = (arguments(ours), expected(node));
    let normal =
        |all: &[String]| all.iter().map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect::<Vec<_>>();
    if normal(&mine) != normal(&theirs) {
        return Err(format!("{word}: arguments {mine:?}, not {theirs:?}"));
    }
    let names: Vec<&str> = ours.heredocs.iter().map(|heredoc| heredoc.name.as_str()).collect();
    let heredocs = node["heredocs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let theirs: Vec<&str> = heredocs.iter().map(|heredoc| heredoc["name"].as_str().unwrap_or_default()).collect();
    if names != theirs {
        return Err(format!("{word}: heredocs {names:?}, not {theirs:?}"));
    }
    match &ours.body {
        Body::Onbuild(Some(inner)) => compare(&node["sub"], inner, None),
        _ => Ok(()),
    }
}

fn flag(flag: &dockerfile::Flag) -> String {
    match &flag.value {
        Some(value) => format!("--{}={}", flag.name, value.raw),
        None => format!("--{}", flag.name),
    }
}

#[test]
fn nodes_say_what_the_engine_reads() {
    let shared = shared();
    let Ok(oracle) = std::fs::read_to_string(shared.join("oracle/buildkit_parse.jsonl")) else {
        println!("skipped: no oracle at {}", shared.display());
        return;
    };
    let (mut files, mut instructions, mut wrong) = (0, 0, Vec::new());
    for line in oracle.lines() {
        let record: Value = serde_json::from_str(line).expect("a JSON object a line");
        let path = shared.join("corpus").join(record["file"].as_str().unwrap_or_default());
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if record["ok"] != true {
            continue;
        }
        files += 1;
        let file = dockerfile::parse(&text.as_str().into()).expect("the grammar loads");
        let lines = LineIndex::new(&text);
        let nodes = record["instructions"].as_array().map(Vec::as_slice).unwrap_or_default();
        if nodes.len() != file.instructions.len() {
            wrong.push(format!("{}: {} instructions, not {}", record["file"], file.instructions.len(), nodes.len()));
            continue;
        }
        for (node, ours) in nodes.iter().zip(&file.instructions) {
            instructions += 1;
            if let Err(why) = compare(node, ours, Some((&lines, &text))) {
                wrong.push(format!("{}:{}: {why}", record["file"], node["start_line"]));
            }
        }
    }
    println!("{files} files, {instructions} instructions, {} differ", wrong.len());
    assert!(files > 1000, "the corpus is there, and was read");
    assert!(wrong.len() <= KNOWN, "{}", wrong.join("\n"));
}

/// How many instructions of the corpus may differ: a `HEALTHCHECK` of a kind that does not exist, whose words are not
/// split, and two `ARG`s whose second word is a quoted name, from which the quotes are taken.
const KNOWN: usize = 3;
