//! Where the configuration of a folder stands.

use std::path::{Path, PathBuf};

/// The names a configuration file may have, the one that wins first.
const NAMES: [&str; 6] =
    ["longshore.toml", ".longshore.toml", "longshore.yaml", ".longshore.yaml", "longshore.yml", ".longshore.yml"];

pub(crate) fn find(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    for ancestor in folder.ancestors() {
        if let Some(found) = beside(ancestor) {
            return Some(found);
        }
        if is_top(ancestor) {
            return None;
        }
    }
    None
}

pub(crate) fn is_top(folder: &Path) -> bool {
    folder.join(".git").exists()
}

pub(crate) fn beside(folder: &Path) -> Option<PathBuf> {
    NAMES.iter().map(|name| folder.join(name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_nearest_one_inside_the_repository_holds() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let repository = root.join("repository");
        let inner = repository.join("a/b");
        fs::create_dir_all(&inner).unwrap();
        fs::create_dir(repository.join(".git")).unwrap();
        fs::write(root.join("longshore.toml"), "").unwrap();
        assert_eq!(find(&inner), None);
        fs::write(repository.join(".longshore.yml"), "").unwrap();
        assert_eq!(find(&inner), Some(repository.join(".longshore.yml")));
        fs::write(repository.join("a/longshore.toml"), "").unwrap();
        fs::write(repository.join("a/longshore.yaml"), "").unwrap();
        assert_eq!(find(&inner), Some(repository.join("a/longshore.toml")));
        fs::create_dir(inner.join("longshore.toml")).unwrap();
        assert_eq!(find(&inner), Some(repository.join("a/longshore.toml")));
        assert_eq!(find(&root), Some(root.join("longshore.toml")));
    }
}
