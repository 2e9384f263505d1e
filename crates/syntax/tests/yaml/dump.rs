//! A compact form of a tree for comparisons: a line a node, in the manner of the YAML test suite's events.

use longshore_syntax::yaml::{Node, Scalar, Style, Value, Yaml};

/// One line of a dump, with the bytes of the node.
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) span: longshore_syntax::Span,
}

/// All documents, comments and problems of `yaml` with their text.
pub(crate) fn dump(yaml: &Yaml, text: &str) -> String {
    let mut out = String::new();
    for document in &yaml.documents {
        out.push_str("---\n");
        tree(document, 0, &mut out);
    }
    for comment in &yaml.comments {
        out.push_str(&format!("{}{}\n", if comment.own_line { "" } else { "… " }, comment.span.text(text)));
    }
    for problem in &yaml.problems {
        out.push_str(&format!("! {:?} {}\n", problem.span.range(), problem.message));
    }
    out
}

fn tree(node: &Node, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    out.push_str(&format!("{indent}{} {:?}\n", label(node), node.span.range()));
    for entry in node.entries() {
        tree(&entry.key, depth + 1, out);
        tree(&entry.value, depth + 2, out);
    }
    node.items().iter().for_each(|item| tree(&item.node, depth + 1, out));
}

fn label(node: &Node) -> String {
    let anchor = node.anchor.as_ref().map(|anchor| format!("&{} ", anchor.name)).unwrap_or_default();
    let tag = node.tag.as_ref().map(|tag| format!("{} ", tag.name)).unwrap_or_default();
    let value = match &node.value {
        Value::Null => "-".to_owned(),
        Value::Scalar(scalar) => scalar_label(scalar),
        Value::Sequence(list) => if list.flow { "[]" } else { "list" }.to_owned(),
        Value::Mapping(map) => if map.flow { "{}" } else { "map" }.to_owned(),
        Value::Alias(name) => format!("*{name}"),
    };
    format!("{anchor}{tag}{value}")
}

/// The style's first character and the text on one line.
pub(crate) fn scalar_label(scalar: &Scalar) -> String {
    let style = match scalar.style {
        Style::Plain => ':',
        Style::SingleQuoted => '\'',
        Style::DoubleQuoted => '"',
        Style::Literal => '|',
        Style::Folded => '>',
    };
    format!("{style}{}", escape(&scalar.text))
}

/// `text` on one line.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x08' => out.push_str("\\b"),
            c => out.push(c),
        }
    }
    out
}

/// The events of the tree of each document. Anchors are kept by name, tags as written.
pub(crate) fn events(yaml: &Yaml) -> Vec<Line> {
    let mut out = Vec::new();
    for document in &yaml.documents {
        out.push(Line { text: "+DOC".to_owned(), span: document.span });
        node_events(document, &mut out);
    }
    out
}

fn node_events(node: &Node, out: &mut Vec<Line>) {
    let anchor = node.anchor.as_ref().map(|anchor| format!(" &{}", anchor.name)).unwrap_or_default();
    let tag = node.tag.as_ref().map(|tag| format!(" {}", tag.name)).unwrap_or_default();
    let mut push = |text: String| out.push(Line { text, span: node.span });
    match &node.value {
        Value::Null => push(format!("=VAL{anchor}{tag} :")),
        Value::Scalar(scalar) => push(format!("=VAL{anchor}{tag} {}", scalar_label(scalar))),
        Value::Alias(name) => push(format!("=ALI *{name}")),
        Value::Sequence(list) => push(format!("+SEQ{}{anchor}{tag}", if list.flow { " []" } else { "" })),
        Value::Mapping(map) => push(format!("+MAP{}{anchor}{tag}", if map.flow { " {}" } else { "" })),
    }
    node.children().for_each(|child| node_events(child, out));
    match &node.value {
        Value::Sequence(_) => out.push(Line { text: "-SEQ".to_owned(), span: node.span }),
        Value::Mapping(_) => out.push(Line { text: "-MAP".to_owned(), span: node.span }),
        _ => {}
    }
}
