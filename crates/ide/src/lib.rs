//! What editors show beside findings, as plain data with spans in bytes: hovers, and lines above services and images.

mod built;
mod held;
mod hover;
mod lenses;
mod prose;
mod words;

pub use hover::{Hover, hover};
pub use lenses::{Lens, lenses};
pub use prose::{Line, Piece, Prose};
