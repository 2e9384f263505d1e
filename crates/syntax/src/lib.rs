//! From bytes to trees: text and its positions, incremental documents, and owned syntax nodes of Dockerfiles.

pub mod dockerfile;
mod document;
mod lines;
mod logical;
pub mod shell;
mod span;
pub mod yaml;

pub use document::{Document, Language};
pub use lines::{Encoding, LineIndex, Position};
pub use logical::Logical;
pub use span::Span;
