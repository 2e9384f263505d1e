//! Flow style: `[…]` and `{…}`, over several lines as long as they are deeper than the block around them.

use super::cursor::{Mark, Parser, is_flow_indicator};
use super::scalar::push_breaks;
use super::{DEPTH_LIMIT, Entry, Item, Mapping, Node, Sequence, Value};
use crate::Span;

/// One attempt at an outermost flow collection.
struct Flow {
    /// The column of the block collection around it; a line that is not deeper ends the attempt.
    parent: i64,
    /// Nothing at or behind this byte is read.
    limit: usize,
    /// The text or the block ended before the last bracket.
    unclosed: bool,
    /// Something in it is not YAML.
    malformed: bool,
}

impl Parser<'_> {
    /// The flow collection here and whether it is closed. If it is neither closed nor well formed, a bracket was opened in
    /// error or is being typed, and only its first line is taken.
    pub(super) fn flow(&mut self, parent: i64) -> (Node, bool) {
        let mark = self.mark();
        if self.may_attempt() {
            let mut flow = Flow { parent, limit: self.bytes.len(), unclosed: false, malformed: false };
            let node = self.collection(&mut flow);
            if !(flow.unclosed && flow.malformed) {
                return (node, !flow.unclosed);
            }
            self.give_up(mark);
        }
        let mut flow = Flow { parent, limit: self.line_end(self.pos), unclosed: false, malformed: false };
        let node = self.collection(&mut flow);
        (node, !flow.unclosed)
    }

    fn collection(&mut self, flow: &mut Flow) -> Node {
        let start = self.pos;
        if self.depth >= DEPTH_LIMIT {
            return self.too_deep_flow(flow);
        }
        self.depth += 1;
        let mapping = self.peek() == Some(b'{');
        self.step(1);
        let value = if mapping { self.flow_mapping(flow) } else { self.flow_sequence(flow) };
        self.depth -= 1;
        if flow.unclosed {
            self.problem(Span::new(start as u32, start as u32 + 1), "this bracket is never closed");
        }
        Node::new(self.span_from(start), value)
    }

    /// Skips a collection below the depth limit, up to the bracket that closes it.
    fn too_deep_flow(&mut self, flow: &mut Flow) -> Node {
        let start = self.pos;
        let mut open = 0usize;
        let bytes = self.bytes.get(start..flow.limit).unwrap_or_default();
        let length = bytes.iter().position(|byte| {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open -= 1,
                _ => {}
            }
            open == 0
        });
        let end = length.map_or(self.line_end(start).min(flow.limit), |length| start + length + 1);
        self.rescanned += length.unwrap_or(bytes.len());
        if memchr::memchr2(b'\n', b'\r', &self.bytes[start..end]).is_some() || length.is_none() {
            flow.unclosed = true;
            flow.malformed = true;
            self.pos = self.line_end(start).min(flow.limit);
        } else {
            self.pos = end;
        }
        self.problem(Span::new(start as u32, start as u32 + 1), "this is nested too deeply to be read");
        Node::new(self.span_from(start), Value::Null)
    }

    fn flow_sequence(&mut self, flow: &mut Flow) -> Value {
        let mut items = Vec::new();
        while let Some(byte) = self.flow_token(flow, b']') {
            match byte {
                b']' => break,
                b',' => self.empty_item(flow),
                _ => {
                    let node = self.flow_item(flow);
                    items.push(Item { dash: None, node });
                    self.flow_separator(flow, b']');
                }
            }
        }
        Value::Sequence(Sequence { items, flow: true })
    }

    fn flow_mapping(&mut self, flow: &mut Flow) -> Value {
        let mut entries = Vec::new();
        while let Some(byte) = self.flow_token(flow, b'}') {
            match byte {
                b'}' => break,
                b',' => self.empty_item(flow),
                _ => {
                    let explicit = self.flow_question();
                    let key = self.flow_key(flow, explicit);
                    entries.push(self.flow_entry(key, flow));
                    self.flow_separator(flow, b'}');
                }
            }
        }
        Value::Mapping(Mapping { entries, flow: true })
    }

    /// The first byte of the next item, or the `closing` bracket, which is consumed. None where the collection must end
    /// without it.
    fn flow_token(&mut self, flow: &mut Flow, closing: u8) -> Option<u8> {
        if !self.flow_blank(flow) {
            return None;
        }
        let byte = self.peek()?;
        if byte == closing {
            self.step(1);
        } else if matches!(byte, b']' | b'}') {
            self.malformed(flow, "this bracket closes nothing");
            self.step(1);
            return self.flow_token(flow, closing);
        }
        Some(byte)
    }

    fn malformed(&mut self, flow: &mut Flow, message: &'static str) {
        flow.malformed = true;
        self.problem(Span::new(self.pos as u32, self.pos as u32 + 1), message);
    }

    fn empty_item(&mut self, flow: &mut Flow) {
        self.malformed(flow, "nothing stands before this comma");
        self.step(1);
    }

    /// The comma behind an item, unless the `closing` bracket follows.
    fn flow_separator(&mut self, flow: &mut Flow, closing: u8) {
        if !self.flow_blank(flow) {
            return;
        }
        match self.peek() {
            Some(b',') => self.step(1),
            Some(byte) if byte != closing => {
                flow.malformed = true;
                self.problem(Span::empty(self.pos as u32), "a comma is missing here");
                if self.peek() == Some(b':') {
                    self.step(1);
                }
            }
            _ => {}
        }
    }

    /// Skips white space and comments. False, and nothing skipped, where the collection must end.
    fn flow_blank(&mut self, flow: &mut Flow) -> bool {
        if flow.unclosed {
            return false;
        }
        let mark = self.mark();
        loop {
            self.skip_inline();
            match self.peek().filter(|_| self.pos < flow.limit) {
                None => return self.end_flow(flow, mark),
                Some(b'#') if self.is_line_rest(self.pos) => self.comment(false),
                Some(b'\n' | b'\r') => {
                    self.begin_line(self.after_break(self.pos));
                    if self.pos >= flow.limit || self.ends_flow(flow) {
                        return self.end_flow(flow, mark);
                    }
                }
                Some(_) => return true,
            }
        }
    }

    fn end_flow(&mut self, flow: &mut Flow, mark: Mark) -> bool {
        self.reset(mark);
        flow.unclosed = true;
        false
    }

    /// Whether the line that begins here is outside the block around the collection. Closing brackets may stand at its
    /// edge: that is how people write them.
    fn ends_flow(&self, flow: &Flow) -> bool {
        let spaces = self.skip_spaces(self.pos);
        let content = self.skip_blanks(spaces);
        if self.is_document_line(self.pos) {
            return true;
        }
        let column = (spaces - self.pos) as i64;
        let closes = matches!(self.byte(content), Some(b']' | b'}')) && column >= flow.parent;
        column <= flow.parent && !closes && !self.is_line_rest(content)
    }

    /// An item of a list: a node, or one pair without braces.
    fn flow_item(&mut self, flow: &mut Flow) -> Node {
        let start = self.pos;
        let explicit = self.flow_question();
        let key = self.flow_key(flow, explicit);
        if !explicit && !self.flow_colon(&key, flow) {
            return key;
        }
        let entry = self.flow_entry(key, flow);
        let end = entry.span().end.max(start as u32);
        let mapping = Mapping { entries: vec![entry], flow: true };
        Node::new(Span::new(start as u32, end), Value::Mapping(mapping))
    }

    fn flow_question(&mut self) -> bool {
        let explicit = self.is_indicator(self.pos, b'?');
        if explicit {
            self.step(1);
        }
        explicit
    }

    /// A key; behind `?` it may be absent.
    fn flow_key(&mut self, flow: &mut Flow, explicit: bool) -> Node {
        if explicit && (!self.flow_blank(flow) || matches!(self.peek(), Some(b',' | b']' | b'}'))) {
            return Node::new(Span::empty(self.pos as u32), Value::Null);
        }
        self.flow_node(flow)
    }

    /// Whether the colon of `key` follows; goes there if so.
    fn flow_colon(&mut self, key: &Node, flow: &mut Flow) -> bool {
        let mark = self.mark();
        let more = self.flow_blank(flow);
        let colon = more && self.peek() == Some(b':') && (!key.is_plain() || self.flow_colon_here());
        if more && !colon {
            self.reset(mark);
        }
        colon
    }

    fn flow_entry(&mut self, key: Node, flow: &mut Flow) -> Entry {
        let end = self.pos as u32;
        if !self.flow_colon(&key, flow) {
            return Entry { key, colon: None, value: Node::new(Span::empty(end), Value::Null) };
        }
        let colon = Span::new(self.pos as u32, self.pos as u32 + 1);
        self.step(1);
        let value = if self.flow_blank(flow) && !matches!(self.peek(), Some(b',' | b']' | b'}')) {
            self.flow_node(flow)
        } else {
            Node::new(Span::empty(colon.end), Value::Null)
        };
        Entry { key, colon: Some(colon), value }
    }

    fn flow_node(&mut self, flow: &mut Flow) -> Node {
        let properties = self.properties();
        let before = self.pos as u32;
        let node = if !self.flow_blank(flow) {
            Node::new(Span::empty(before), Value::Null)
        } else {
            match self.peek() {
                Some(b'[' | b'{') => self.collection(flow),
                Some(b'"' | b'\'') => self.flow_quoted(flow),
                Some(b'*') => self.alias(),
                Some(b',' | b']' | b'}') => Node::new(Span::empty(before), Value::Null),
                Some(b':') if self.flow_colon_here() => Node::new(Span::empty(before), Value::Null),
                _ => self.flow_plain(flow),
            }
        };
        properties.on(node)
    }

    /// Whether what follows the colon here lets it end a plain key.
    fn flow_colon_here(&self) -> bool {
        self.is_space(self.pos + 1) || self.byte(self.pos + 1).is_some_and(is_flow_indicator)
    }

    fn flow_quoted(&mut self, flow: &mut Flow) -> Node {
        let (node, closed) = self.quoted(if flow.limit < self.bytes.len() { i64::MAX } else { flow.parent });
        flow.malformed |= !closed;
        node
    }

    fn flow_plain(&mut self, flow: &mut Flow) -> Node {
        let start = self.pos;
        if self.is_indicator(start, b'-') {
            self.malformed(flow, "a dash has no meaning inside brackets");
        }
        let mut end = self.plain_line_end(start, flow.limit, true).max(start + 1);
        let mut text = self.text.get(start..end).unwrap_or_default().to_owned();
        self.pos = end;
        while let Some(breaks) = self.flow_continuation(flow) {
            let from = self.pos;
            end = self.plain_line_end(from, flow.limit, true);
            push_breaks(&mut text, breaks);
            text.push_str(self.text.get(from..end).unwrap_or_default());
            self.pos = end;
        }
        self.plain_node(start, text)
    }

    /// Goes to the text that continues a plain scalar on a later line, and counts the line breaks before it.
    fn flow_continuation(&mut self, flow: &Flow) -> Option<usize> {
        let mark = self.mark();
        let mut breaks = 0;
        loop {
            self.skip_inline();
            match self.peek().filter(|_| self.pos < flow.limit) {
                Some(b'\n' | b'\r') => {
                    breaks += 1;
                    self.begin_line(self.after_break(self.pos));
                    if self.ends_flow(flow) {
                        break;
                    }
                }
                Some(b',' | b'[' | b']' | b'{' | b'}') | None => break,
                Some(b':') if self.flow_colon_here() => break,
                Some(_) if breaks == 0 || self.is_line_rest(self.pos) => break,
                Some(_) => return Some(breaks),
            }
        }
        self.reset(mark);
        None
    }
}
