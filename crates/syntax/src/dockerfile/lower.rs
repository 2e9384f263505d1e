//! From the tree to owned nodes: the tree says where instructions, flags, comments, continuations and heredocs are; the
//! words of the arguments are read here.

use std::sync::{Arc, OnceLock};

use tree_sitter::{Node, Tree};

use super::words::{blank_separated, quote_separated};
use super::{
    Body, Command, Comment, Copy, Derived, Directive, Dockerfile, Flag, From, Heredoc, Instruction, Keyword, Pair,
    Shell, Word, json,
};
use crate::{Logical, Span, shell};

/// The owned nodes of a tree, with what is needed to take over most of them when the text is edited.
#[derive(Clone, Debug)]
pub(crate) struct Lowered {
    /// The nodes.
    pub(crate) file: Dockerfile,
    pub(super) text: Arc<str>,
    /// Where each instruction comes from.
    pub(super) sources: Vec<Source>,
}

/// A tree's node of an instruction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    pub(super) span: Span,
    /// How many nodes are below it. Nodes of the same text that differ in shape differ in that.
    descendants: usize,
}

impl Source {
    /// `node` as one; `None` where it is no instruction.
    pub(super) fn new(node: Node<'_>) -> Option<Self> {
        let instruction = node.kind().ends_with("_instruction");
        instruction.then(|| Self { span: span(node), descendants: node.descendant_count() })
    }
}

impl Lowered {
    /// The nodes of `text`, whose tree is `tree`. Instructions at both ends that say what they said in `old` are taken
    /// from there: an edit is read anew, not what is around it.
    pub(crate) fn new(tree: &Tree, text: &Arc<str>, old: Option<Self>) -> Self {
        let mut file = Dockerfile { escape: '\\', directives: vec![], comments: vec![], instructions: vec![] };
        let mut nodes = Vec::new();
        let mut cursor = tree.root_node().walk();
        for node in tree.root_node().named_children(&mut cursor) {
            match node.kind() {
                "directive" => directive(node, text, &mut file),
                "comment" => nodes.push((node, None)),
                _ => nodes.extend(Source::new(node).map(|source| (node, Some(source)))),
            }
        }
        let sources: Vec<Source> = nodes.iter().filter_map(|(_, source)| *source).collect();
        let mut unchanged = unchanged(old, file.escape, text, &sources).into_iter();
        for (node, source) in nodes {
            match source {
                None => file.comments.push(Comment { span: span(node) }),
                Some(_) => {
                    let lower = Lower { text, escape: file.escape };
                    let known = unchanged.next().flatten();
                    let instruction = known.unwrap_or_else(|| Arc::new(lower.instruction(node)));
                    file.comments.extend(&instruction.inner().comments);
                    file.instructions.push(instruction);
                }
            }
        }
        Self { file, text: Arc::clone(text), sources }
    }
}

/// For each of `sources`, nodes of `text`, the instruction of `old` that it still is, moved to where it stands now.
fn unchanged(old: Option<Lowered>, escape: char, text: &str, sources: &[Source]) -> Vec<Option<Arc<Instruction>>> {
    let mut found = vec![None; sources.len()];
    let Some(mut old) = old.filter(|old| old.file.escape == escape) else { return found };
    let same = |(old_source, source): &(&Source, &Source)| {
        old_source.descendants == source.descendants && old_source.span.text(&old.text) == source.span.text(text)
    };
    let front = old.sources.iter().zip(sources).take_while(same).count();
    let rest = sources.len().min(old.sources.len()) - front;
    let back = old.sources.iter().rev().zip(sources.iter().rev()).take(rest).take_while(same).count();
    let behind = old.file.instructions.split_off(old.sources.len() - back);
    let ahead = old.file.instructions.into_iter().take(front);
    let places = (0..front).chain(sources.len() - back..sources.len());
    for (place, mut instruction) in places.zip(ahead.chain(behind)) {
        let distance = sources[place].span.start.wrapping_sub(instruction.span.start);
        if distance != 0 {
            Arc::make_mut(&mut instruction).shift(distance);
        }
        found[place] = Some(instruction);
    }
    found
}

fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte() as u32, node.end_byte() as u32)
}

fn directive(node: Node<'_>, text: &str, file: &mut Dockerfile) {
    let field = |name| node.child_by_field_name(name).map_or(Span::empty(node.end_byte() as u32), span);
    let (name, value) = (field("name").text(text).to_ascii_lowercase(), field("value"));
    let written = value.text(text).trim();
    if name == "escape" && written == "`" {
        file.escape = '`';
    }
    file.directives.push(Directive { span: span(node), name, value: written.to_owned(), value_span: value });
}

/// The numbers of the node kinds that matter below an instruction; comparing numbers is what makes the walk cheap.
struct Kinds {
    comment: u16,
    line_continuation: u16,
    flag: u16,
    heredoc_block: u16,
    onbuild: u16,
}

fn kinds() -> &'static Kinds {
    static KINDS: OnceLock<Kinds> = OnceLock::new();
    KINDS.get_or_init(|| {
        let language = tree_sitter::Language::from(tree_sitter_dockerfile::LANGUAGE);
        let id = |name| language.id_for_node_kind(name, true);
        Kinds {
            comment: id("comment"),
            line_continuation: id("line_continuation"),
            flag: id("flag"),
            heredoc_block: id("heredoc_block"),
            onbuild: id("onbuild_instruction"),
        }
    })
}

/// What the tree says about one instruction.
#[derive(Default)]
struct Pieces {
    keyword: Span,
    flags: Vec<Span>,
    /// Continuations and comment lines, which are no part of the joined text.
    gaps: Vec<Span>,
    comments: Vec<Comment>,
    heredocs: Vec<Heredoc>,
    /// Where the arguments end: at the first heredoc body, or with the instruction.
    end: u32,
}

pub(super) struct Lower<'a> {
    pub(super) text: &'a str,
    pub(super) escape: char,
}

impl Lower<'_> {
    pub(super) fn instruction(&self, node: Node<'_>) -> Instruction {
        if node.kind_id() == kinds().onbuild
            && let Some(child) = node.child_by_field_name("instruction")
        {
            return self.onbuild(node, child);
        }
        let keyword = Span::empty(node.start_byte() as u32);
        let mut pieces = Pieces { keyword, end: node.end_byte() as u32, ..Pieces::default() };
        self.collect(node, &mut pieces);
        let keyword = Keyword::parse(pieces.keyword.text(self.text));
        let start = pieces.flags.last().map_or(pieces.keyword.end, |flag| flag.end);
        let arguments = without_separator(&trimmed(&self.join(start, self.line_end(pieces.end), &pieces.gaps)));
        let flags = pieces.flags.iter().map(|&flag| self.flag(flag, &pieces.gaps)).collect();
        self.markers(&arguments, &mut pieces.heredocs);
        let body = self.body(keyword, &arguments, &pieces.heredocs);
        let mut span = span(node);
        span.end = span.start + span.text(self.text).trim_end().len() as u32;
        Instruction {
            span,
            keyword,
            keyword_span: pieces.keyword,
            flags,
            arguments,
            heredocs: pieces.heredocs,
            comments: pieces.comments,
            body,
            derived: Derived::default(),
        }
    }

    fn onbuild(&self, node: Node<'_>, child: Node<'_>) -> Instruction {
        let inner = self.instruction(child);
        let keyword_span = node.child_by_field_name("keyword").map_or(Span::empty(node.start_byte() as u32), span);
        Instruction {
            span: Span::new(node.start_byte() as u32, inner.span.end),
            keyword: Keyword::Onbuild,
            keyword_span,
            flags: Vec::new(),
            arguments: Logical::default(),
            heredocs: Vec::new(),
            comments: Vec::new(),
            body: Body::Onbuild(Some(Box::new(inner))),
            derived: Derived::default(),
        }
    }

    /// Walks the nodes below `node` in order, into all that is neither a flag nor a heredoc.
    fn collect(&self, node: Node<'_>, pieces: &mut Pieces) {
        let kinds = kinds();
        let mut cursor = node.walk();
        if !cursor.goto_first_child() {
            return;
        }
        pieces.keyword = span(cursor.node());
        let mut depth = 1;
        while depth > 0 {
            let child = cursor.node();
            if !self.piece(child, kinds, pieces) && cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            while !cursor.goto_next_sibling() {
                depth -= 1;
                if depth == 0 || !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    /// Takes what `child` is into `pieces`; whether there is nothing to look for below it.
    fn piece(&self, child: Node<'_>, kinds: &Kinds, pieces: &mut Pieces) -> bool {
        let kind = child.kind_id();
        if kind == kinds.comment {
            pieces.comments.push(Comment { span: span(child) });
            pieces.gaps.push(span(child));
        } else if kind == kinds.line_continuation {
            pieces.gaps.push(span(child));
        } else if kind == kinds.flag {
            pieces.flags.push(span(child));
        } else if kind == kinds.heredoc_block {
            pieces.end = pieces.end.min(child.start_byte() as u32);
            pieces.heredocs.push(self.heredoc(child));
        } else {
            return false;
        }
        true
    }

    fn heredoc(&self, node: Node<'_>) -> Heredoc {
        let mut cursor = node.walk();
        let at = Span::empty(node.start_byte() as u32);
        let mut heredoc =
            Heredoc { marker: at, name: String::new(), expand: true, strip_tabs: false, body: at, end: None };
        for child in node.named_children(&mut cursor) {
            match child.kind() {
                "heredoc_body" => heredoc.body = span(child),
                "heredoc_end" => heredoc.end = Some(span(child)),
                _ => {}
            }
        }
        heredoc
    }

    /// Reads names and forms of `heredocs` from their markers in the arguments, in order.
    fn markers(&self, arguments: &Logical, heredocs: &mut [Heredoc]) {
        let words = quote_separated(&arguments.text, self.escape);
        let mut heredocs = heredocs.iter_mut();
        for (start, end) in words {
            let word = &arguments.text[start..end];
            let Some(behind) = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<") else {
                continue;
            };
            if behind.contains('<') {
                continue;
            }
            let name = behind.trim_start_matches('-');
            if name.is_empty() {
                continue;
            }
            let Some(heredoc) = heredocs.next() else { return };
            heredoc.marker = arguments.span(start, end);
            heredoc.strip_tabs = behind.starts_with('-');
            heredoc.expand = !name.contains(['"', '\'']);
            heredoc.name = name.replace(['"', '\''], "");
        }
    }

    /// The source from `start` to `end` without `gaps`, and without the blank lines that follow them.
    fn join(&self, start: u32, end: u32, gaps: &[Span]) -> Logical {
        let mut joined = Logical::identity("", start);
        let mut at = start;
        for gap in gaps.iter().filter(|gap| gap.start >= start && gap.end <= end) {
            self.push(Span::new(at, gap.start), &mut joined);
            at = gap.end;
        }
        self.push(Span::new(at, end.max(at)), &mut joined);
        joined
    }

    /// `end` without the line end before it: a heredoc's body begins behind one.
    fn line_end(&self, end: u32) -> u32 {
        Span::new(0, end).text(self.text).trim_end_matches(['\n', '\r']).len() as u32
    }

    /// A line that ends in a piece between gaps is blank, or the end of a comment: it says nothing.
    fn push(&self, piece: Span, joined: &mut Logical) {
        let mut at = piece.start;
        for line in piece.text(self.text).split_inclusive('\n') {
            if !line.ends_with('\n') {
                joined.push(line, at);
            }
            at += line.len() as u32;
        }
    }

    fn flag(&self, span: Span, gaps: &[Span]) -> Flag {
        let text = self.join(span.start, span.end, gaps);
        let (name, value) = match text.text.find('=') {
            Some(at) => (&text.text[..at], Some(Word::new(&text, at + 1, text.text.len(), self.escape))),
            None => (text.text.as_str(), None),
        };
        Flag { span, name: name.trim_start_matches('-').to_owned(), value }
    }

    fn body(&self, keyword: Keyword, arguments: &Logical, heredocs: &[Heredoc]) -> Body {
        let words = || self.words(arguments);
        match keyword {
            Keyword::From => Body::From(self.from(arguments)),
            Keyword::Run => Body::Run(self.command(arguments, heredocs)),
            Keyword::Cmd => Body::Cmd(self.command(arguments, &[])),
            Keyword::Entrypoint => Body::Entrypoint(self.command(arguments, &[])),
            Keyword::Healthcheck => Body::Healthcheck(self.healthcheck(arguments)),
            Keyword::Copy | Keyword::Add => {
                let mut sources = json::expanded(arguments, self.escape).unwrap_or_else(words);
                let destination = if sources.len() > 1 { sources.pop() } else { None };
                Body::Copy(Copy { sources, destination })
            }
            Keyword::Env | Keyword::Label => Body::Pairs(self.pairs(arguments)),
            Keyword::Arg => Body::Pairs(self.arguments(arguments)),
            Keyword::Volume => Body::Words(json::expanded(arguments, self.escape).unwrap_or_else(words)),
            Keyword::Shell => Body::Words(json::strings(arguments).unwrap_or_else(words)),
            Keyword::Expose => Body::Words(words()),
            Keyword::User | Keyword::Workdir | Keyword::Stopsignal | Keyword::Maintainer => {
                let length = arguments.text.len();
                Body::Word((length > 0).then(|| Word::new(arguments, 0, length, self.escape)))
            }
            Keyword::Onbuild => Body::Onbuild(None),
            Keyword::Unknown => Body::Unknown,
        }
    }

    fn words(&self, text: &Logical) -> Vec<Word> {
        let ranges = blank_separated(&text.text);
        ranges.into_iter().map(|(start, end)| Word::new(text, start, end, self.escape)).collect()
    }

    fn from(&self, arguments: &Logical) -> From {
        let mut words = self.words(arguments).into_iter();
        let image = words.next();
        let keyword = words.next().filter(|word| word.raw.eq_ignore_ascii_case("as"));
        let name = keyword.as_ref().and_then(|_| words.next());
        From { image, keyword: keyword.map(|word| word.outer), name }
    }

    fn command(&self, arguments: &Logical, heredocs: &[Heredoc]) -> Command {
        if let Some(words) = json::strings(arguments) {
            return Command::Exec(words);
        }
        let text = match heredocs {
            [] => arguments.clone(),
            [only] if only.marker == arguments.whole() => self.heredoc_text(only),
            all => self.with_heredocs(arguments, all),
        };
        let interpreter = heredocs.first().and_then(|_| interpreter(&text.text));
        let script = shell::parse(&text);
        Command::Shell(Shell { text, script, interpreter })
    }

    /// The body of a heredoc that is the whole command; tabs that `<<-` takes away stay, for a shell skips them.
    fn heredoc_text(&self, heredoc: &Heredoc) -> Logical {
        Logical::identity(heredoc.body.text(self.text), heredoc.body.start)
    }

    /// The command with its heredocs behind it, as the shell gets it.
    fn with_heredocs(&self, arguments: &Logical, heredocs: &[Heredoc]) -> Logical {
        let mut text = arguments.clone();
        for heredoc in heredocs {
            text.push("\n", heredoc.body.start.saturating_sub(1));
            let end = heredoc.end.map_or(heredoc.body.end, |end| end.end);
            text.push(Span::new(heredoc.body.start, end).text(self.text), heredoc.body.start);
        }
        text
    }

    fn healthcheck(&self, arguments: &Logical) -> Option<Command> {
        let (start, end) = blank_separated(&arguments.text).first().copied()?;
        if !arguments.text[start..end].eq_ignore_ascii_case("cmd") {
            return None;
        }
        Some(self.command(&trimmed(&arguments.slice(end, arguments.text.len())), &[]))
    }

    /// `key=value` pairs, or the old form `key value…` where the first word has no `=`.
    fn pairs(&self, arguments: &Logical) -> Vec<Pair> {
        let ranges = quote_separated(&arguments.text, self.escape);
        let Some(&(start, end)) = ranges.first() else { return Vec::new() };
        if arguments.text[start..end].contains('=') {
            return ranges.into_iter().map(|(start, end)| self.pair(arguments, start, end)).collect();
        }
        let value = ranges.get(1).map(|&(from, _)| Word::new(arguments, from, arguments.text.len(), self.escape));
        let key = Word::new(arguments, start, end, self.escape);
        vec![Pair { span: arguments.span(start, arguments.text.len()), key: text_of(&key), key_span: key.span, value }]
    }

    fn arguments(&self, arguments: &Logical) -> Vec<Pair> {
        let ranges = quote_separated(&arguments.text, self.escape);
        ranges.into_iter().map(|(start, end)| self.pair(arguments, start, end)).collect()
    }

    fn pair(&self, text: &Logical, start: usize, end: usize) -> Pair {
        let equals = text.text[start..end].find('=').map(|at| start + at);
        let key = Word::new(text, start, equals.unwrap_or(end), self.escape);
        let value = equals.map(|at| Word::new(text, at + 1, end, self.escape));
        Pair { span: text.span(start, end), key: text_of(&key), key_span: key.span, value }
    }
}

fn text_of(word: &Word) -> String {
    word.known().unwrap_or(&word.raw).to_owned()
}

fn trimmed(text: &Logical) -> Logical {
    let start = text.text.len() - text.text.trim_start().len();
    text.slice(start, text.text.trim_end().len())
}

/// `text` behind a lone `--`, which ends the flags.
fn without_separator(text: &Logical) -> Logical {
    match text.text.strip_prefix("--") {
        Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => {
            trimmed(&text.slice(2, text.text.len()))
        }
        _ => text.clone(),
    }
}

fn interpreter(text: &str) -> Option<String> {
    let first = text.lines().next()?.trim_start().strip_prefix("#!")?;
    Some(first.trim().to_owned())
}
