//! What files mean: stages, variables, images, users and state, and the workspace they stand in.

mod beside;
pub mod compose;
mod expand;
mod file;
pub mod image;
pub mod images;
pub mod patterns;
pub mod run;
pub mod runs;
mod stages;
pub mod state;
pub mod value;
pub mod workspace;

pub use compose::Compose;
pub use file::{Content, File, language};
pub use runs::{Origin, Run, runs};
pub use stages::{Base, Dockerfile, Stage, User};
pub use state::State;
pub use workspace::Workspace;
