// What the editor calls when the extension is needed, and when it is not needed any more.

import { commands, type ExtensionContext, window, workspace } from "vscode";

import { fixWorkspace } from "./fixWorkspace.ts";
import { showReport } from "./report.ts";
import { Server } from "./server.ts";
import { Status } from "./status.ts";

let server: Server | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel("Longshore", { log: true });
  const status = new Status();
  const started = new Server(context, output, status);
  server = started;
  context.subscriptions.push(
    output,
    status,
    commands.registerCommand("longshore.restart", () => started.restart()),
    commands.registerCommand("longshore.showOutput", () => {
      output.show();
    }),
    commands.registerCommand("longshore.showVersion", () => showVersion(context, started)),
    commands.registerCommand("longshore.fixWorkspace", () => fix(started)),
    commands.registerCommand("longshore.report", () => showReport(started.program)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("longshore.server")) {
        void started.restart();
      }
    }),
    // What an untrusted workspace could not set may hold now.
    workspace.onDidGrantWorkspaceTrust(() => void started.restart()),
  );
  await started.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
  server = undefined;
}

async function showVersion(context: ExtensionContext, { program }: Server): Promise<void> {
  const { version } = context.extension.packageJSON as { version: string };
  const serverText = program === undefined ? "no server" : `server ${program.version} (${program.path})`;
  await window.showInformationMessage(`Longshore: extension ${version}, ${serverText}`);
}

async function fix({ client }: Server): Promise<void> {
  if (client === undefined) {
    await window.showWarningMessage("Longshore: the server does not run.");
    return;
  }
  await fixWorkspace(client);
}
