// Shows in a panel what the containers of a folder keep: the page that the program writes.

import { execFile } from "node:child_process";

import { ProgressLocation, ViewColumn, type WebviewPanel, window, workspace, type WorkspaceFolder } from "vscode";

import type { Program } from "./program.ts";

/** The most that a page may hold, in bytes. */
const LARGEST = 64 * 1024 * 1024;
/** The page in the colours of the editor. It comes last, so that it wins over the colours of the page itself. */
const THEME = `<style>
:root {
  color-scheme: inherit;
  --paper: var(--vscode-editor-background); --ink: var(--vscode-editor-foreground);
  --faint: var(--vscode-descriptionForeground); --box: var(--vscode-editorWidget-background);
  --line: var(--vscode-editorWidget-border, var(--vscode-contrastBorder));
}
body.vscode-light { --kept: #13713a; --lost: #bf1d2b; --unknown: #8a5a00; --plain: #596678; }
body.vscode-dark { --kept: #57c785; --lost: #ff7b80; --unknown: #e0b050; --plain: #9aa7b8; }
</style>
`;

/** What the program said. */
interface Answer {
  readonly page: string;
  /** What could not be read, or why there is no page. */
  readonly complaint: string;
}

/** The panels that are open, by their folders. */
const panels = new Map<string, WebviewPanel>();

/** Asks which folder is meant where there are several, and shows its report; the panel that it has already is used again. */
export async function showReport(program: Program | undefined): Promise<void> {
  if (program === undefined) {
    await window.showWarningMessage("Longshore: there is no program that could write the report.");
    return;
  }
  const folder = await chosenFolder();
  if (folder === undefined) {
    return;
  }
  const location = ProgressLocation.Window;
  const { page, complaint } = await window.withProgress({ location, title: "Longshore reads the folder" }, () =>
    ask(program, folder.uri.fsPath),
  );
  if (page !== "") {
    show(folder, page);
  }
  if (complaint !== "") {
    await window.showWarningMessage(`Longshore: ${complaint}`);
  }
}

async function chosenFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  if (folders.length === 0) {
    await window.showWarningMessage("Longshore: a report is made of a folder, and none is open.");
  }
  return folders.length > 1 ? window.showWorkspaceFolderPick({ placeHolder: "The folder to report on" }) : folders[0];
}

/** What the program writes about `folder`. It ends with 2 where a file could not be read, and reports on all others. */
async function ask({ path }: Program, folder: string): Promise<Answer> {
  const options = { cwd: folder, maxBuffer: LARGEST, windowsHide: true };
  return new Promise((resolve) => {
    execFile(path, ["report", "--format", "html", "--color", "never"], options, (error, page, complaints) => {
      resolve({ page, complaint: error === null ? "" : complaints.trim() || error.message });
    });
  });
}

function show(folder: WorkspaceFolder, page: string): void {
  const panel = panels.get(folder.uri.fsPath) ?? open(folder);
  panel.webview.html = page.replace("</head>", () => `${THEME}</head>`);
  panel.reveal();
}

/** A panel for what needs no scripts, no files and no network: the page itself forbids all but its own styles. */
function open(folder: WorkspaceFolder): WebviewPanel {
  const options = { enableScripts: false, enableForms: false, enableCommandUris: false, localResourceRoots: [] };
  const panel = window.createWebviewPanel("longshore.report", `State of ${folder.name}`, ViewColumn.Active, options);
  panels.set(folder.uri.fsPath, panel);
  panel.onDidDispose(() => panels.delete(folder.uri.fsPath));
  return panel;
}
