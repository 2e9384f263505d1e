//! What files mean: stages, variables, images, users and state, and the workspace they stand in.

mod beside;
pub mod compose;
pub mod duration;
mod expand;
pub mod expansion;
pub mod exposed;
mod file;
pub mod frontend;
pub mod holdings;
pub mod image;
pub mod images;
pub mod instructions;
pub mod inventory;
pub mod json;
pub mod patterns;
pub mod run;
pub mod runs;
pub mod signal;
mod stages;
pub mod state;
pub mod value;
pub mod workspace;

pub use beside::Excluded;
pub use compose::Compose;
pub use file::{Content, File, language};
pub use frontend::Frontend;
pub use runs::{Origin, Run, runs};
pub use stages::{Base, Dockerfile, FromImage, Globals, Link, Stage, User};
pub use state::State;
pub use workspace::Workspace;
