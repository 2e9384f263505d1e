//! Compares with another shell parser on real `RUN` instructions.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use brush_parser::{Parser, ast};

use super::{Command, CommandKind, Script, parse};
use crate::Logical;

/// The scripts of all shell-form `RUN` instructions of the reference files; nothing where they are absent.
pub(super) fn bodies() -> Option<Vec<String>> {
    let shared = std::env::var_os("LONGSHORE_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let Ok(file) = std::fs::File::open(shared.join("oracle/buildkit_parse.jsonl")) else {
        eprintln!("skipped: no reference files in {}", shared.display());
        return None;
    };
    let mut bodies = Vec::new();
    for line in BufReader::new(file).lines() {
        let file: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        for instruction in file["instructions"].as_array().into_iter().flatten() {
            let shell_form = instruction["cmd"] == "RUN" && instruction["json"] != true;
            if let Some(text) = instruction["args"][0].as_str().filter(|_| shell_form) {
                bodies.push(text.to_owned());
            }
        }
    }
    Some(bodies)
}

/// The words of each simple command outside words, as written.
#[derive(Default)]
struct Commands(Vec<Vec<String>>);

impl Commands {
    fn ours(&mut self, script: &Script, text: &str) {
        script.items.iter().for_each(|item| self.our_command(&item.command, text));
    }

    fn our_command(&mut self, command: &Command, text: &str) {
        match &command.kind {
            CommandKind::Simple(it) => self.0.push(it.words.iter().map(|it| it.span.text(text).to_owned()).collect()),
            CommandKind::Pipeline(it) => it.commands.iter().for_each(|it| self.our_command(it, text)),
            CommandKind::Subshell(it) | CommandKind::Group(it) => self.ours(it, text),
            CommandKind::For(it) => self.ours(&it.body, text),
            CommandKind::ForArithmetic(_, it) => self.ours(it, text),
            CommandKind::If(it) => {
                for (condition, body) in &it.arms {
                    self.ours(condition, text);
                    self.ours(body, text);
                }
                it.otherwise.iter().for_each(|it| self.ours(it, text));
            }
            CommandKind::While(it) => {
                self.ours(&it.condition, text);
                self.ours(&it.body, text);
            }
            CommandKind::Case(it) => it.arms.iter().for_each(|(_, it)| self.ours(it, text)),
            CommandKind::Function(it) => it.body.iter().for_each(|it| self.our_command(it, text)),
            CommandKind::Test(_) | CommandKind::Arithmetic(_) => {}
            CommandKind::Opaque => self.0.push(vec!["OPAQUE".to_owned()]),
        }
    }

    fn theirs(&mut self, list: &ast::CompoundList) {
        for item in &list.0 {
            for (_, pipeline) in item.0.iter() {
                pipeline.seq.iter().for_each(|it| self.their_command(it));
            }
        }
    }

    fn their_command(&mut self, command: &ast::Command) {
        match command {
            ast::Command::Simple(it) => self.their_simple(it),
            ast::Command::Compound(it, _) => self.their_compound(it),
            ast::Command::Function(it) => self.their_compound(&it.body.0),
            ast::Command::ExtendedTest(..) => {}
        }
    }

    fn their_simple(&mut self, simple: &ast::SimpleCommand) {
        let suffix = simple.suffix.iter().flat_map(|it| &it.0).filter_map(|it| match it {
            ast::CommandPrefixOrSuffixItem::Word(word) => Some(word.value.clone()),
            ast::CommandPrefixOrSuffixItem::AssignmentWord(_, word) => Some(word.value.clone()),
            ast::CommandPrefixOrSuffixItem::IoRedirect(_) => None,
            ast::CommandPrefixOrSuffixItem::ProcessSubstitution(..) => Some("<()".to_owned()),
        });
        self.0.push(simple.word_or_name.iter().map(|it| it.value.clone()).chain(suffix).collect());
    }

    fn their_compound(&mut self, compound: &ast::CompoundCommand) {
        use ast::CompoundCommand as Compound;
        match compound {
            Compound::Arithmetic(_) => {}
            Compound::ArithmeticForClause(it) => self.theirs(&it.body.list),
            Compound::BraceGroup(it) => self.theirs(&it.list),
            Compound::Subshell(it) => self.theirs(&it.list),
            Compound::ForClause(it) => self.theirs(&it.body.list),
            Compound::CaseClause(it) => it.cases.iter().filter_map(|it| it.cmd.as_ref()).for_each(|it| self.theirs(it)),
            Compound::IfClause(it) => {
                self.theirs(&it.condition);
                self.theirs(&it.then);
                for clause in it.elses.iter().flatten() {
                    clause.condition.iter().for_each(|it| self.theirs(it));
                    self.theirs(&clause.body);
                }
            }
            Compound::WhileClause(it) | Compound::UntilClause(it) => {
                self.theirs(&it.0);
                self.theirs(&it.1.list);
            }
            Compound::Coprocess(it) => self.their_command(&it.body),
        }
    }
}

fn their_commands(text: &str) -> Option<Commands> {
    let program =
        Parser::new(BufReader::new(text.as_bytes()), &brush_parser::ParserOptions::default()).parse_program().ok()?;
    let mut commands = Commands::default();
    program.complete_commands.iter().for_each(|it| commands.theirs(it));
    Some(commands)
}

fn our_commands(text: &str) -> Commands {
    let mut commands = Commands::default();
    commands.ours(&parse(&Logical::identity(text, 0)), text);
    commands
}

fn first_words(commands: &Commands) -> Vec<Option<&String>> {
    commands.0.iter().map(|words| words.first()).collect()
}

#[test]
fn real_instructions_are_read_alike() {
    let Some(bodies) = bodies() else { return };
    let (mut accepted, mut same, mut same_words, mut opaque, mut commands) = (0, 0, 0, 0, 0);
    for text in &bodies {
        let ours = our_commands(text);
        let Some(theirs) = their_commands(text) else { continue };
        accepted += 1;
        commands += theirs.0.len();
        let first = first_words(&ours) == first_words(&theirs);
        same += usize::from(first);
        same_words += usize::from(ours.0 == theirs.0);
        opaque += usize::from(ours.0.iter().any(|words| words[..] == ["OPAQUE"]));
        if ours.0 != theirs.0 && std::env::var_os("LONGSHORE_DIFFERENCES").is_some() {
            let differs = ours.0.iter().zip(&theirs.0).find(|(a, b)| a != b);
            eprintln!("{text}\n  {} / {} commands: {differs:?}\n", ours.0.len(), theirs.0.len());
        }
    }
    let all = bodies.len();
    eprintln!(
        "{all} bodies, {accepted} accepted with {commands} commands; {same} agree in commands, {same_words} in words"
    );
    assert!(accepted > 4_000 && same * 1000 >= accepted * 990 && same_words * 1000 >= accepted * 990);
    assert_eq!(opaque, 0, "accepted text is never opaque");
}

/// Run with `--release -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn speed() {
    let Some(bodies) = bodies() else { return };
    let texts: Vec<Logical> = bodies.iter().map(|text| Logical::identity(text, 0)).collect();
    let bytes: usize = bodies.iter().map(String::len).sum();
    let mut best = f64::MAX;
    for _ in 0..20 {
        let start = std::time::Instant::now();
        let items: usize = texts.iter().map(|text| parse(text).items.len()).sum();
        assert!(items > 0);
        best = best.min(start.elapsed().as_secs_f64());
    }
    eprintln!("{bytes} bytes in {:.2} ms: {:.0} MB/s", best * 1e3, bytes as f64 / best / 1e6);
}
