//! Notices that the process that started the server is gone.

use std::future::{Future, pending};
use std::path::PathBuf;
use std::time::Duration;

const INTERVAL: Duration = Duration::from_secs(3);

/// A future that ends once the process `id`, which is alive at the time of the call, is gone. Where it cannot be seen
/// in the file system the future never ends: on a system without `/proc`, or where the editor is outside the server's
/// container, the end of the standard input has to do.
pub(crate) fn gone(id: u32) -> impl Future<Output = ()> {
    let process = PathBuf::from(format!("/proc/{id}"));
    let visible = process.exists();
    async move {
        if !visible {
            return pending().await;
        }
        while process.exists() {
            tokio::time::sleep(INTERVAL).await;
        }
    }
}
