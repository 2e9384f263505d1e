// Applies fixes in all files of the workspace.

import { ProgressLocation, type TextDocument, Uri, window, workspace, type WorkspaceEdit } from "vscode";
import {
  type CodeAction,
  CodeActionKind,
  CodeActionRequest,
  type LanguageClient,
  WorkspaceDiagnosticRequest,
} from "vscode-languageclient/node";

/** Which fixes are applied. */
interface Choice {
  readonly label: string;
  readonly detail: string;
  readonly actions: CodeActionKind;
  /** Whether only what the server prefers is taken: each finding may have several fixes. */
  readonly preferred: boolean;
}

const CHOICES: Choice[] = [
  {
    label: "Safe fixes",
    detail: "Keep the meaning of the images.",
    actions: `${CodeActionKind.SourceFixAll}.longshore`,
    preferred: false,
  },
  {
    label: "Preferred fixes",
    detail: "The first fix of each finding, which may change what an image does. Look at the changes.",
    actions: CodeActionKind.QuickFix,
    preferred: true,
  },
];

/** The most edits that are made in one file, should a fix not mend what it is for. */
const MOST_EDITS = 200;

/** Asks which fixes are wanted, applies them, and tells the user what came of it. */
export async function fixWorkspace(client: LanguageClient): Promise<void> {
  const choice = await window.showQuickPick(CHOICES, { title: "Fix all in workspace" });
  if (choice === undefined) {
    return;
  }
  const changed = new Set<string>();
  const location = ProgressLocation.Notification;
  await window.withProgress({ location, title: "Longshore mends", cancellable: true }, async (progress, token) => {
    for (const file of await withFindings(client)) {
      if (token.isCancellationRequested) {
        return;
      }
      progress.report({ message: workspace.asRelativePath(file) });
      await fixFile(client, file, choice, changed);
    }
  });
  const files = changed.size === 1 ? "1 file" : `${changed.size} files`;
  void window.showInformationMessage(
    changed.size === 0 ? "Longshore: nothing of that kind is to be fixed." : `Longshore changed ${files}.`,
  );
}

/** The files that the server finds something in, open or not. */
async function withFindings(client: LanguageClient): Promise<Uri[]> {
  const report = await client.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  const found = report.items.filter((item) => item.kind === "full" && item.items.length > 0);
  return found.map((item) => client.protocol2CodeConverter.asUri(item.uri));
}

/** Fixes a file, and saves what was changed but for documents that had unsaved changes. */
async function fixFile(client: LanguageClient, file: Uri, choice: Choice, changed: Set<string>): Promise<void> {
  const document = await workspace.openTextDocument(file);
  const dirty = new Set(workspace.textDocuments.filter((open) => open.isDirty).map((open) => open.uri.toString()));
  const touched = new Set<string>();
  for (let edits = 0; edits < MOST_EDITS; edits++) {
    const edit = await nextEdit(client, document, choice);
    if (edit === undefined || !(await workspace.applyEdit(edit))) {
      break;
    }
    edit.entries().forEach(([uri]) => touched.add(uri.toString()));
  }
  for (const uri of touched) {
    changed.add(uri);
    if (!dirty.has(uri)) {
      await (await workspace.openTextDocument(Uri.parse(uri))).save();
    }
  }
}

/** What the server would change next; `undefined` where nothing is left. */
async function nextEdit(
  client: LanguageClient,
  document: TextDocument,
  { actions, preferred }: Choice,
): Promise<WorkspaceEdit | undefined> {
  const answer = await client.sendRequest(CodeActionRequest.type, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(document),
    range: { start: { line: 0, character: 0 }, end: { line: document.lineCount, character: 0 } },
    context: { diagnostics: [], only: [actions] },
  });
  const wanted = (answer ?? []).find(
    (action): action is CodeAction => "edit" in action && action.kind === actions && (!preferred || action.isPreferred === true),
  );
  return client.protocol2CodeConverter.asWorkspaceEdit(wanted?.edit);
}
