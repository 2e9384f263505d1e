// The item in the language status, which says how the server is.

import { type Disposable, LanguageStatusSeverity, languages } from "vscode";

import { DOCUMENTS } from "./documents.ts";

/** How the server is. */
export type State =
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly version: string; readonly path: string }
  | { readonly kind: "stopped"; readonly why: string };

/** The item in the language status. */
export class Status implements Disposable {
  readonly #item = languages.createLanguageStatusItem("longshore.server", DOCUMENTS);

  constructor() {
    this.#item.name = "Longshore";
    this.show({ kind: "starting" });
  }

  /** Says how the server is. */
  show(state: State): void {
    const item = this.#item;
    item.busy = state.kind === "starting";
    item.severity = state.kind === "stopped" ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    switch (state.kind) {
      case "starting":
        item.text = "Longshore";
        item.detail = "starts";
        break;
      case "running":
        item.text = `Longshore ${state.version}`;
        item.detail = state.path;
        break;
      case "stopped":
        item.text = "Longshore does not run";
        item.detail = state.why;
        break;
    }
    item.command =
      state.kind === "stopped"
        ? { command: "longshore.showOutput", title: "Show Output" }
        : { command: "longshore.restart", title: "Restart" };
  }

  dispose(): void {
    this.#item.dispose();
  }
}
