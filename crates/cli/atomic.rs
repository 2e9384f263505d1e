//! Replaces a file's text in one step, so that nobody ever reads half of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Replaces the text of the file at `path` by `text` and keeps its permissions. Where `path` is a link, what it leads
/// to is replaced, but only within `roots`: a link must not make a fix reach files that nobody named.
///
/// # Errors
/// A link that leads out of `roots`, a file that may not be written, and what the system refuses.
pub(crate) fn write(path: &Path, roots: &[PathBuf], text: &str) -> io::Result<()> {
    let target = path.canonicalize()?;
    if fs::symlink_metadata(path)?.is_symlink() && !roots.iter().any(|root| target.starts_with(root)) {
        return Err(io::Error::other("is a link to a file outside of what was named, so it was not fixed"));
    }
    let permissions = fs::metadata(&target)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::other("is read-only, so it was not fixed"));
    }
    replace(&target, text, Some(permissions))
}

/// Makes the file at `path` with that text, or replaces the text of the one that is there; a link there is followed.
///
/// # Errors
/// A folder that is not there, a file that may not be written, and what the system refuses.
pub(crate) fn put(path: &Path, text: &str) -> io::Result<()> {
    match path.canonicalize() {
        Ok(target) => match fs::metadata(&target)?.permissions() {
            permissions if permissions.readonly() => Err(io::Error::other("is read-only, so it was not written")),
            permissions => replace(&target, text, Some(permissions)),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => replace(path, text, None),
        Err(error) => Err(error),
    }
}

fn replace(target: &Path, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    let (file, draft) = beside(target)?;
    let written = fill(file, text, permissions).and_then(|()| fs::rename(&draft, target));
    if written.is_err() {
        // The draft is of no use any more; the error that matters is the first one.
        let _ = fs::remove_file(&draft);
    }
    written
}

/// A new, hidden file in the folder of `target`: a rename is one step only within a file system.
fn beside(target: &Path) -> io::Result<(File, PathBuf)> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let draft = target.with_file_name(format!(".{name}.{}.longshore", std::process::id()));
    Ok((OpenOptions::new().write(true).create_new(true).open(&draft)?, draft))
}

fn fill(mut file: File, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}
