//! How large the pages are in which the system gives memory.

/// From so many files on, what is kept of them fills huge pages.
const MANY: usize = 100;

/// Asks for small pages: a server, or a look at a few files, then holds no more memory than it uses.
pub(crate) fn sparing() {
    huge_pages(false);
}

/// Asks for huge pages where `files` are many: to be given memory in small ones takes a tenth of the time then. Where the
/// system never gives any, nothing changes.
pub(crate) fn for_files(files: usize) {
    if files >= MANY {
        huge_pages(true);
    }
}

#[cfg(target_os = "linux")]
fn huge_pages(wanted: bool) {
    // Where that is refused, memory is given as it would be without.
    let _ = rustix::thread::disable_transparent_huge_pages(!wanted);
}

#[cfg(not(target_os = "linux"))]
const fn huge_pages(_wanted: bool) {}
