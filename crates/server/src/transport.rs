//! Moves messages between the standard streams and the service, requests in their order on the wire.

use std::future::{Future, pending, poll_fn};
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::mpsc;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::{ClientSocket, LspService};
use tower_service::Service;

use crate::backend::Backend;
use crate::frames::{self, Incoming};
use crate::parent;

/// How long the last answers may take to be written once the session is over.
const FAREWELL: Duration = Duration::from_secs(1);

enum Outgoing {
    Request(Request),
    Response(Response),
}

/// Serves until `exit`, the end of the input, or the death of the client. Gives whether `shutdown` came before.
pub(crate) async fn serve(mut service: LspService<Backend>, socket: ClientSocket) -> bool {
    let (mut requests, mut responses) = socket.split();
    let (sender, mut incoming) = unbounded_channel();
    thread::spawn(move || read(&sender));
    let (output, written) = start_writer();
    let mut orphaned: Pin<Box<dyn Future<Output = ()>>> = Box::pin(pending());
    loop {
        let message = tokio::select! {
            message = incoming.recv() => message,
            Some(request) = requests.next() => {
                if output.send(Outgoing::Request(request)).is_err() {
                    break;
                }
                continue;
            }
            () = &mut orphaned => break,
        };
        match message {
            Some(Incoming::Request(request)) => {
                let last = request.method() == "exit";
                if let Some(process) = service.inner().observe(&request) {
                    orphaned = Box::pin(parent::gone(process));
                }
                call(&mut service, request, &output).await;
                if last {
                    break;
                }
            }
            Some(Incoming::Response(response)) => {
                // Fails only once the session is over, which the loop sees by itself.
                let _ = responses.send(response).await;
            }
            Some(Incoming::Malformed(answer)) => {
                let _ = output.send(Outgoing::Response(answer));
            }
            None => break,
        }
    }
    let orderly = service.inner().was_shut_down();
    drop((service, output));
    let _ = written.recv_timeout(FAREWELL);
    orderly
}

/// Calls the service. Its future is polled once here, before the next message is looked at: what a handler does before
/// its first await happens in the order of the wire. The rest, if any, goes on beside.
async fn call(service: &mut LspService<Backend>, request: Request, output: &mpsc::Sender<Outgoing>) {
    if poll_fn(|context| service.poll_ready(context)).await.is_err() {
        return;
    }
    let mut future = service.call(request);
    let first = poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await;
    match first {
        Poll::Ready(answer) => answer_with(answer.ok().flatten(), output),
        Poll::Pending => {
            let output = output.clone();
            tokio::spawn(async move { answer_with(future.await.ok().flatten(), &output) });
        }
    }
}

fn answer_with(answer: Option<Response>, output: &mpsc::Sender<Outgoing>) {
    if let Some(answer) = answer {
        let _ = output.send(Outgoing::Response(answer));
    }
}

fn read(sender: &UnboundedSender<Incoming>) {
    let mut input = io::stdin().lock();
    while let Ok(Some(message)) = frames::read(&mut input) {
        if sender.send(message).is_err() {
            return;
        }
    }
}

/// A thread that writes, so that a client that does not read cannot stop the reading of what it sends. The second
/// channel closes when everything is written.
fn start_writer() -> (mpsc::Sender<Outgoing>, mpsc::Receiver<()>) {
    let (output, queue) = mpsc::channel();
    let (done, written) = mpsc::channel();
    thread::spawn(move || {
        let _done = done;
        let _ = write(&queue);
    });
    (output, written)
}

fn write(queue: &mpsc::Receiver<Outgoing>) -> io::Result<()> {
    let mut output = io::stdout().lock();
    for message in queue {
        let body = match message {
            Outgoing::Request(request) => serde_json::to_vec(&request)?,
            Outgoing::Response(response) => serde_json::to_vec(&response)?,
        };
        let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        frame.extend(body);
        output.write_all(&frame)?;
        output.flush()?;
    }
    Ok(())
}
