//! What files mean: stages, variables, images, users and state, and the workspace they stand in.

mod file;
pub mod image;
pub mod images;
mod state;
mod workspace;

pub use file::{Content, Dockerfile, File, language};
pub use state::State;
pub use workspace::Workspace;
