//! A folder of its own for each test, and the program run in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A Dockerfile in which one rule, `volume-instruction`, finds one thing.
pub(crate) const BAD: &str = "FROM alpine:3.20\nUSER nobody\nVOLUME /data\nCMD [\"server\"]\n";

/// A Dockerfile in which no rule finds anything.
pub(crate) const GOOD: &str = "FROM alpine:3.20\nUSER nobody\nCMD [\"server\"]\n";

/// A folder that goes away with the test.
pub(crate) struct Sandbox(TempDir);

impl Sandbox {
    /// The folder with these files, by path and content.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let sandbox = Self(tempfile::tempdir().unwrap());
        // Configurations above the folder are none of the test's business.
        fs::create_dir(sandbox.path(".git")).unwrap();
        for (path, content) in files {
            sandbox.write(path, content);
        }
        sandbox
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Runs `longshore` with the words of `args`.
    pub(crate) fn run(&self, args: &str) -> Run {
        self.run_with(args, "", &[])
    }

    /// Runs `longshore` with at most `seconds` of processor time, which a busy machine does not use up; a run that is
    /// stopped for it has the code -1.
    pub(crate) fn run_within(&self, seconds: u32, args: &str) -> Run {
        let limit = format!("ulimit -t {seconds} && exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &limit, env!("CARGO_BIN_EXE_longshore")]);
        finish(&mut command, self.0.path(), args, "", &[])
    }

    /// Runs `longshore` with a standard input and environment variables.
    pub(crate) fn run_with(&self, args: &str, stdin: &str, environment: &[(&str, &str)]) -> Run {
        finish(&mut Command::new(env!("CARGO_BIN_EXE_longshore")), self.0.path(), args, stdin, environment)
    }
}

/// How a run of the program went.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// What a user sees, with the exit code.
    pub(crate) fn transcript(&self) -> String {
        format!("{}{}exit code {}\n", self.stdout, self.stderr, self.code)
    }

    /// The findings of a JSON report.
    pub(crate) fn findings(&self) -> Vec<serde_json::Value> {
        let report: serde_json::Value = serde_json::from_str(&self.stdout).unwrap();
        report["findings"].as_array().unwrap().clone()
    }

    /// The paths of the findings of a JSON report, in its order.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.told("path")
    }

    /// The rules of the findings of a JSON report, in its order.
    pub(crate) fn rules(&self) -> Vec<String> {
        self.told("rule")
    }

    fn told(&self, key: &str) -> Vec<String> {
        self.findings().iter().map(|finding| finding[key].as_str().unwrap().to_owned()).collect()
    }
}

fn finish(command: &mut Command, folder: &Path, args: &str, stdin: &str, environment: &[(&str, &str)]) -> Run {
    command.args(args.split_whitespace()).current_dir(folder);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that does not read its input may have closed it already.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
