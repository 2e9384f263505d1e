//! Dockerfiles of images of which no more than the name is known, kept because each edit asks for them again.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use longshore_syntax::Language;

use crate::File;

/// How many names are remembered; past that all are forgotten.
const NAMES: usize = 2_000;

/// The Dockerfiles by the image that they name.
#[derive(Debug, Default)]
pub(super) struct Images(Mutex<HashMap<String, Arc<File>>>);

impl Images {
    /// The Dockerfile of the image `name`, a word.
    pub(super) fn of(&self, name: &str) -> Arc<File> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = known.get(name) {
            return Arc::clone(file);
        }
        if known.len() >= NAMES {
            known.clear();
        }
        let text = format!("FROM {name}\n");
        let file = Arc::new(File::new(PathBuf::from("Dockerfile"), Language::Dockerfile, &text));
        known.insert(name.to_owned(), Arc::clone(&file));
        file
    }
}
