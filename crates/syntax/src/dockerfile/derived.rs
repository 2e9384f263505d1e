//! What later stages worked out about an instruction, kept with it for as long as it is unchanged.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex};

/// A place for one value of any type. It says nothing about the instruction that the instruction does not say itself:
/// all such places are equal, and an instruction that is read anew has an empty one.
#[derive(Default)]
pub struct Derived(Mutex<Option<Arc<dyn Any + Send + Sync>>>);

impl Derived {
    /// Takes out the value; `None` where there is none, or one of another type, which is gone then.
    #[must_use]
    pub fn take<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.0.lock().ok()?.take()?.downcast().ok()
    }

    /// Puts a value in, in the place of the one that is there.
    pub fn put<T: Any + Send + Sync>(&self, value: Arc<T>) {
        if let Ok(mut place) = self.0.lock() {
            *place = Some(value);
        }
    }
}

impl Clone for Derived {
    /// The copy takes the value over: it stands for the text that comes next, and is the one that is asked again.
    fn clone(&self) -> Self {
        Self(Mutex::new(self.0.lock().ok().and_then(|mut value| value.take())))
    }
}

impl PartialEq for Derived {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Derived")
    }
}
