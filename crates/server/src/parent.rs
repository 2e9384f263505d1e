//! Notices that the process that started the server is gone.

use std::path::PathBuf;
use std::time::Duration;

const INTERVAL: Duration = Duration::from_secs(5);

/// Returns once the process `id` is gone. Where processes cannot be seen in the file system it never does: there the
/// end of the standard input has to do.
pub(crate) async fn gone(id: u32) {
    let process = PathBuf::from(format!("/proc/{id}"));
    if !process.exists() {
        // Not a system with `/proc`, or an id of another namespace (an editor outside the server's container).
        return std::future::pending().await;
    }
    while process.exists() {
        tokio::time::sleep(INTERVAL).await;
    }
}
