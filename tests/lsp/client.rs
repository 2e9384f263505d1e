//! A client that speaks to `longshore lsp` over its standard streams.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long anything may take before the test fails; much longer than it ever does.
const LIMIT: Duration = Duration::from_secs(30);

/// A Dockerfile that keeps state in the image, and the findings in it.
pub(crate) const SAMPLE: &str = "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n\
    RUN mkdir -p /app/uploads /app/sessions /app/logs\nEXPOSE 3000\nCMD [\"node\",\"server.js\"]\n";

/// A running server and what it said.
pub(crate) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    incoming: Receiver<Value>,
    /// What came while something else was waited for.
    stash: VecDeque<Value>,
    next: i64,
    /// What `workspace/configuration` is answered with.
    pub(crate) settings: Value,
    /// The requests that the server made, which are answered as they come.
    pub(crate) asked: Vec<Value>,
}

impl Drop for Client {
    fn drop(&mut self) {
        // A server that has ended cannot be killed again.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Client {
    /// Starts a server.
    pub(crate) fn start() -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_longshore"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, incoming) = channel();
        let output = server.stdout.take().unwrap();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = server.stdin.take();
        let (stash, asked) = (VecDeque::new(), Vec::new());
        Self { server, input, incoming, stash, next: 0, settings: Value::Null, asked }
    }

    /// Starts a server, tells it the client's capabilities and the workspace folder, and gives its own.
    pub(crate) fn with(capabilities: &Value, folder: Option<&Path>) -> (Self, Value) {
        let mut client = Self::start();
        let result = client.initialize(capabilities, folder);
        (client, result["capabilities"].clone())
    }

    /// Goes through the handshake.
    pub(crate) fn initialize(&mut self, capabilities: &Value, folder: Option<&Path>) -> Value {
        let folders: Vec<_> = folder.iter().map(|path| json!({ "uri": uri(path), "name": "x" })).collect();
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities,
            "workspaceFolders": folders });
        let result = self.request("initialize", params);
        self.notify("initialized", json!({}));
        result
    }

    /// Writes bytes as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request without waiting for its answer; gives its id.
    pub(crate) fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        // `null` cannot stand for parameters.
        let mut message = json!({ "jsonrpc": "2.0", "id": self.next, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        self.next
    }

    /// The answer to the request `id`, whole.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The result of a request, which must succeed.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The parameters of the next notification of that kind.
    pub(crate) fn notification(&mut self, method: &str) -> Value {
        self.wait(|message| message["method"] == method)["params"].take()
    }

    /// The next message that `is_it`; the others are kept, and requests of the server answered.
    pub(crate) fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.stash.iter().position(&is_it) {
            return self.stash.remove(index).unwrap();
        }
        let end = Instant::now() + LIMIT;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self.incoming.recv_timeout(left).unwrap();
            self.serve(&message);
            if is_it(&message) {
                return message;
            }
            self.stash.push_back(message);
        }
    }

    /// Waits until everything that was sent has been handled, and what followed from it has come.
    pub(crate) fn settle(&mut self) {
        for _ in 0..2 {
            self.request("longshore/text", json!({ "textDocument": { "uri": "file:///nowhere" } }));
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// Whether a message came that `is_it`; those that did are taken.
    pub(crate) fn came(&mut self, method: &str) -> Vec<Value> {
        let (found, rest) = self.stash.drain(..).partition(|message| message["method"] == method);
        self.stash = rest;
        let found: VecDeque<Value> = found;
        found.into()
    }

    fn serve(&mut self, message: &Value) {
        let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) else { return };
        let result = match method {
            "workspace/configuration" => json!([self.settings]),
            "workspace/applyEdit" => json!({ "applied": true }),
            "window/showDocument" => json!({ "success": true }),
            _ => Value::Null,
        };
        let answer = json!({ "jsonrpc": "2.0", "id": id, "result": result });
        self.asked.push(message.clone());
        self.send(&answer);
    }

    /// Waits for a request of the server and gives its parameters.
    pub(crate) fn server_request(&mut self, method: &str) -> Value {
        self.notification(method)
    }

    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Sends changes, each with the keys of a `TextDocumentContentChangeEvent`.
    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The text as the server has it.
    pub(crate) fn text(&mut self, uri: &str) -> String {
        let answer = self.request("longshore/text", json!({ "textDocument": { "uri": uri } }));
        answer["text"].as_str().unwrap().to_owned()
    }

    /// The diagnostics that are pushed for a version.
    pub(crate) fn pushed(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let mut message = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == version
        });
        list(message["params"]["diagnostics"].take())
    }

    /// The answer to a pull.
    pub(crate) fn pull(&mut self, uri: &str, previous: Option<&str>) -> Value {
        let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
        self.request("textDocument/diagnostic", params)
    }

    /// The code actions at a range.
    pub(crate) fn actions(&mut self, uri: &str, range: &Value, only: Option<&[&str]>) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = json!(only);
        }
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        list(self.request("textDocument/codeAction", params))
    }

    /// Closes the server's input.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// How the server ends.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.server.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "the server does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// The elements of an array.
pub(crate) fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        other => panic!("no array: {other}"),
    }
}

/// The address of a path that has no special characters.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// The names of the rules of diagnostics.
pub(crate) fn rules(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            _ if line.trim().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
