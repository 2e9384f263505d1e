//! The picture of a project: services on the left, what they keep state in on the right, an edge for each piece in the
//! colour and stroke of its verdict, and arcs between services that work with each other.

use std::collections::HashMap;

use super::html::{class, escaped, sign};
use super::rows::{KEPT, Piece, Row, Used};

/// Sizes, in units of the picture, which are pixels where there is room.
const SERVICE: (usize, usize) = (220, 62);
const STORE: (usize, usize) = (300, 46);
const BETWEEN: usize = 200;
const GAP: usize = 14;
const MARGIN: usize = 12;
/// How far apart two arcs are, and how many are told apart.
const LANE: usize = 16;
const LANES: usize = 8;

/// Something on the right: a volume, a folder, a layer, a host.
struct Store {
    title: String,
    verdict: &'static str,
    /// What is kept there, each word once.
    holds: Vec<String>,
    y: usize,
}

/// A piece of state between a service and a store, both by index.
struct Edge {
    service: usize,
    store: usize,
    what: String,
    hint: String,
    verdict: &'static str,
}

/// Everything with its place.
#[derive(Default)]
struct Layout {
    /// The upper edge of each service.
    services: Vec<usize>,
    stores: Vec<Store>,
    edges: Vec<Edge>,
    height: usize,
    /// Stores that several services may share, by name.
    shared: HashMap<String, usize>,
}

/// The picture of `rows`, which is called `title`.
pub(super) fn svg(title: &str, rows: &[Row]) -> String {
    let layout = Layout::new(rows);
    let arcs = arcs(rows);
    let left = MARGIN + arcs.iter().map(|arc| arc.lane * LANE).max().map_or(0, |widest| widest + LANE);
    let right = left + SERVICE.0 + BETWEEN;
    let end = if layout.stores.is_empty() { left + SERVICE.0 } else { right + STORE.0 };
    let (width, height) = (end + MARGIN, layout.height);
    let mut parts = String::new();
    layout.edges.iter().for_each(|edge| parts.push_str(&edge_line(&layout, edge, left + SERVICE.0, right)));
    arcs.iter().for_each(|arc| parts.push_str(&arc_line(&layout, arc, left)));
    rows.iter().zip(&layout.services).for_each(|(row, y)| parts.push_str(&service_box(row, left, *y)));
    layout.stores.iter().for_each(|store| parts.push_str(&store_box(store, right)));
    format!(
        "<svg viewBox=\"0 0 {width} {height}\" style=\"max-width:{width}px\" role=\"img\" aria-label=\"{}\">\n\
         {parts}</svg>\n",
        escaped(&format!("What the services of {title} keep, and where; the table below says the same"))
    )
}

impl Layout {
    /// Services from top to bottom, each beside the stores that it is the first to use.
    fn new(rows: &[Row]) -> Self {
        let mut layout = Self { height: MARGIN, ..Self::default() };
        for (index, row) in rows.iter().enumerate() {
            let top = layout.height;
            let before = layout.stores.len();
            row.state.iter().for_each(|piece| layout.piece(index, piece));
            row.uses.iter().filter(|used| used.host.is_some()).for_each(|used| layout.host(index, used));
            let stores = (layout.stores.len() - before) * (STORE.1 + GAP);
            let band = stores.max(SERVICE.1 + GAP);
            layout.services.push(top + (band - GAP - SERVICE.1) / 2);
            let first = top + (band - stores) / 2;
            for (place, store) in layout.stores[before..].iter_mut().enumerate() {
                store.y = first + place * (STORE.1 + GAP);
            }
            layout.height += band + GAP;
        }
        layout.height += MARGIN;
        layout
    }

    fn piece(&mut self, service: usize, piece: &Piece) {
        let title = piece.store();
        let key = piece.source.as_ref().map(|_| title.clone());
        let store = self.store(key, title, piece.verdict, piece.what);
        let hint = format!("{} {}", piece.path.as_deref().unwrap_or_default(), piece.place.line());
        self.edges.push(Edge { service, store, what: piece.what.to_owned(), hint, verdict: piece.verdict });
    }

    fn host(&mut self, service: usize, used: &Used) {
        let what = used.stores.unwrap_or_default();
        let store = self.store(Some(used.target()), used.target(), KEPT, what);
        let what = what.to_owned();
        self.edges.push(Edge { service, store, what, hint: used.place.line(), verdict: KEPT });
    }

    /// The store of that key, which is made where there is none.
    fn store(&mut self, key: Option<String>, title: String, verdict: &'static str, what: &str) -> usize {
        let next = self.stores.len();
        let index = key.map_or(next, |key| *self.shared.entry(key).or_insert(next));
        if index == next {
            self.stores.push(Store { title, verdict, holds: Vec::new(), y: 0 });
        }
        let holds = &mut self.stores[index].holds;
        if !holds.iter().any(|known| known == what) {
            holds.push(what.to_owned());
        }
        index
    }
}

/// A service that uses another one, both by index.
struct Arc<'a> {
    from: usize,
    to: usize,
    lane: usize,
    used: &'a Used,
}

/// The arcs between services; longer ones lie further out.
fn arcs(rows: &[Row]) -> Vec<Arc<'_>> {
    let places: HashMap<&str, usize> = rows.iter().enumerate().map(|(index, row)| (row.name.as_str(), index)).collect();
    let mut all = Vec::new();
    for (from, row) in rows.iter().enumerate() {
        for used in &row.uses {
            if let Some(&to) = used.service.as_deref().and_then(|name| places.get(name)) {
                all.push(Arc { from, to, lane: from.abs_diff(to).clamp(1, LANES), used });
            }
        }
    }
    all
}

fn arc_line(layout: &Layout, arc: &Arc<'_>, left: usize) -> String {
    let middle = |index: usize| layout.services.get(index).map_or(0, |y| y + SERVICE.1 / 2);
    // What leaves and what arrives must not lie on each other.
    let down = arc.from < arc.to;
    let (from, to) =
        if down { (middle(arc.from) + 8, middle(arc.to) - 8) } else { (middle(arc.from) - 8, middle(arc.to) + 8) };
    let out = left.saturating_sub(arc.lane * LANE + LANE / 2);
    let class = match arc.used.stores {
        Some(_) => class(arc.used.verdict.unwrap_or_default()),
        None => "plain",
    };
    let by = arc.used.variable.as_deref().unwrap_or("depends_on");
    let hint = escaped(&format!("{}: {by}, {}", arc.used.target(), arc.used.place.line()));
    let bend = if down { 14 } else { -14 };
    format!(
        "<path class=\"edge {class}\" d=\"M{left} {from}Q{out} {from} {out} {}L{out} {}Q{out} \
         {to} {} {to}\"><title>{hint}</title></path><path class=\"tip\" d=\"M{} {}L{left} {to}L{} {}z\"/>\n",
        from as isize + bend,
        to as isize - bend,
        left - 6,
        left - 8,
        to.saturating_sub(4),
        left - 8,
        to + 4,
    )
}

fn edge_line(layout: &Layout, edge: &Edge, left: usize, right: usize) -> String {
    let from = layout.services.get(edge.service).map_or(0, |y| y + SERVICE.1 / 2);
    let to = layout.stores.get(edge.store).map_or(0, |store| store.y + STORE.1 / 2);
    let bend = BETWEEN / 2;
    format!(
        "<path class=\"edge {}\" d=\"M{left} {from}C{} {from} {} {to} {right} {to}\"><title>{}</title></path>\n",
        class(edge.verdict),
        left + bend,
        right - bend,
        escaped(&format!("{} {}", edge.what, edge.hint)),
    )
}

fn service_box(row: &Row, x: usize, y: usize) -> String {
    let (width, height) = SERVICE;
    let several = match row.multiply.verdict {
        "yes" => "can be multiplied",
        "no" => "cannot be multiplied",
        _ => "multiplying: not known",
    };
    format!(
        "<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><rect class=\"service\" x=\"1\" y=\"1\" \
         width=\"{}\" height=\"{}\" rx=\"6\"/><text class=\"name\" x=\"12\" y=\"22\">{}</text>\
         <text x=\"12\" y=\"38\">{}</text><text x=\"12\" y=\"53\">{several}</text></svg>\n",
        width - 2,
        height - 2,
        escaped(&short(&row.title(), 24)),
        escaped(&short(row.runs(), 32)),
    )
}

fn store_box(store: &Store, x: usize) -> String {
    let (width, height) = STORE;
    format!(
        "<svg x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{height}\"><rect class=\"store {}\" x=\"1\" y=\"1\" \
         width=\"{}\" height=\"{}\" rx=\"16\"/><text class=\"name\" x=\"16\" y=\"20\">{}</text>\
         <text x=\"16\" y=\"36\">{} {} on replacement</text></svg>\n\
         <text class=\"label\" text-anchor=\"end\" x=\"{}\" y=\"{}\">{}</text>\n",
        store.y,
        class(store.verdict),
        width - 2,
        height - 2,
        escaped(&short(&store.title, 36)),
        sign(store.verdict),
        store.verdict,
        x - 10,
        store.y + height / 2 - 6,
        escaped(&short(&store.holds.join(", "), 28)),
    )
}

/// `text`, of which the middle is left out where it has more than `limit` characters: names differ at their ends.
fn short(text: &str, limit: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    if all.len() <= limit {
        return text.to_owned();
    }
    let (head, tail) = (limit / 3, limit - limit / 3 - 1);
    all[..head].iter().chain(&['…']).chain(&all[all.len() - tail..]).collect()
}
