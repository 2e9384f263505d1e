// Applies all safe fixes in all files of the workspace.

import { ProgressLocation, Uri, window, workspace, type WorkspaceEdit } from "vscode";
import {
  CodeActionRequest,
  type CodeAction,
  type LanguageClient,
  WorkspaceDiagnosticRequest,
} from "vscode-languageclient/node";

const KIND = "source.fixAll.longshore";

/** Fixes the workspace and tells the user what came of it. */
export async function fixWorkspace(client: LanguageClient): Promise<void> {
  let changed = 0;
  const location = ProgressLocation.Notification;
  await window.withProgress({ location, title: "Longshore mends the workspace" }, async (progress) => {
    for (const file of await withFindings(client)) {
      progress.report({ message: workspace.asRelativePath(file) });
      if (await fixFile(client, file)) {
        changed += 1;
      }
    }
  });
  const files = changed === 1 ? "1 file" : `${changed} files`;
  void window.showInformationMessage(
    changed === 0 ? "Longshore: there is nothing that is safe to fix." : `Longshore changed ${files}.`,
  );
}

/** The files that the server finds something in, open or not. */
async function withFindings(client: LanguageClient): Promise<Uri[]> {
  const report = await client.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  const found = report.items.filter((item) => item.kind === "full" && item.items.length > 0);
  return found.map((item) => client.protocol2CodeConverter.asUri(item.uri));
}

/** Fixes a file and saves it, unless it had changes that were not saved. Gives whether anything was changed. */
async function fixFile(client: LanguageClient, file: Uri): Promise<boolean> {
  const document = await workspace.openTextDocument(file);
  const wasDirty = document.isDirty || document.isUntitled;
  const actions = await client.sendRequest(CodeActionRequest.type, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(document),
    range: { start: { line: 0, character: 0 }, end: { line: document.lineCount, character: 0 } },
    context: { diagnostics: [], only: [KIND] },
  });
  const edits = (actions ?? []).filter((action): action is CodeAction => "edit" in action && action.kind === KIND);
  let changed = false;
  for (const action of edits) {
    const edit = await client.protocol2CodeConverter.asWorkspaceEdit(action.edit);
    changed = (edit !== undefined && (await apply(edit, wasDirty))) || changed;
  }
  return changed;
}

async function apply(edit: WorkspaceEdit, wasDirty: boolean): Promise<boolean> {
  const others = workspace.textDocuments.filter((document) => document.isDirty).map((document) => document.uri.toString());
  if (!(await workspace.applyEdit(edit))) {
    return false;
  }
  for (const [uri] of edit.entries()) {
    if (!wasDirty && !others.includes(uri.toString())) {
      const document = await workspace.openTextDocument(uri);
      await document.save();
    }
  }
  return true;
}
