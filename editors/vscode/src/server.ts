// The life of the server: start, stop, restart, and what the user is told when it fails.

import { commands, env, type ExtensionContext, type LogOutputChannel, Uri, window, workspace } from "vscode";
import { type ConfigurationParams, LanguageClient, State as ClientState } from "vscode-languageclient/node";

import { DOCUMENTS } from "./documents.ts";
import { find, NoProgram, type Program } from "./program.ts";
import { configuration, programPath, SECTION } from "./settings.ts";
import type { Status } from "./status.ts";

const INSTALL = "https://github.com/longshore-dev/longshore#start";

/** The server that this window uses. Calls may overlap; they take effect one after the other. */
export class Server {
  readonly #context: ExtensionContext;
  readonly #output: LogOutputChannel;
  readonly #status: Status;
  #client: LanguageClient | undefined;
  #program: Program | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(context: ExtensionContext, output: LogOutputChannel, status: Status) {
    this.#context = context;
    this.#output = output;
    this.#status = status;
  }

  /** The client, while the server runs. */
  get client(): LanguageClient | undefined {
    return this.#client?.isRunning() === true ? this.#client : undefined;
  }

  /** The program that was started last. */
  get program(): Program | undefined {
    return this.#program;
  }

  /** Starts the server, after stopping the one that runs. What fails is told to the user, not thrown. */
  restart(): Promise<void> {
    return this.#next(async () => {
      await this.#stop();
      this.#status.show({ kind: "starting" });
      try {
        await this.#start();
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /** Stops the server. */
  stop(): Promise<void> {
    return this.#next(() => this.#stop());
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(step, step);
    return this.#queue;
  }

  async #start(): Promise<void> {
    this.#program = undefined;
    const configured = programPath();
    const program = await find({
      configured,
      extension: this.#context.extensionPath,
      workspaceFolder: workspace.workspaceFolders?.[0]?.uri.fsPath,
    });
    this.#program = program;
    this.#output.info(`Starts ${program.path}, version ${program.version}`);
    const client = this.#newClient(program, configured);
    this.#client = client;
    client.onDidChangeState(({ newState }) => {
      this.#follow(client, program, newState);
    });
    await client.start();
  }

  #newClient(program: Program, configured: string): LanguageClient {
    return new LanguageClient(
      SECTION,
      "Longshore",
      { command: program.path, args: ["lsp"] },
      {
        documentSelector: DOCUMENTS,
        initializationOptions: configuration(),
        outputChannel: this.#output,
        // What the server says it cannot do is told here, once, and not by the client as well.
        initializationFailedHandler: () => false,
        middleware: {
          workspace: {
            // A change of the program is answered by a restart: the server that ends needs no news.
            didChangeConfiguration: (sections, next) =>
              programPath() === configured ? next(sections) : Promise.resolve(),
            configuration: (params: ConfigurationParams) =>
              params.items.map((item) => (item.section === SECTION ? configuration() : null)),
          },
        },
      },
    );
  }

  /** Shows what became of `client`, unless another one took its place. */
  #follow(client: LanguageClient, program: Program, state: ClientState): void {
    if (client !== this.#client) {
      return;
    }
    if (state === ClientState.Running) {
      this.#status.show({ kind: "running", version: program.version, path: program.path });
    } else if (state === ClientState.Starting) {
      this.#status.show({ kind: "starting" });
    } else {
      this.#status.show({ kind: "stopped", why: "The server ended; the output says more." });
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) {
      return;
    }
    try {
      // A client that never came to run refuses to be stopped.
      if (client.needsStop()) {
        await client.stop();
      }
    } catch (error) {
      this.#output.warn(`The server did not stop as it should: ${String(error)}`);
    }
    await client.dispose().catch(() => undefined);
  }

  #fail(error: unknown): void {
    const why = error instanceof NoProgram ? error.message : `The server did not start: ${String(error)}`;
    this.#output.error(why);
    this.#status.show({ kind: "stopped", why });
    void this.#tell(why);
  }

  async #tell(why: string): Promise<void> {
    const [settings, install, output] = ["Open Settings", "How to Install", "Show Output"] as const;
    const choice = await window.showErrorMessage(`Longshore: ${why}`, settings, install, output);
    if (choice === settings) {
      await commands.executeCommand("workbench.action.openSettings", "longshore.server.path");
    } else if (choice === install) {
      await env.openExternal(Uri.parse(INSTALL));
    } else if (choice === output) {
      this.#output.show();
    }
  }
}
