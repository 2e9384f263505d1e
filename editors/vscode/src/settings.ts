// What the server is told of the editor's settings.

import { workspace } from "vscode";

import manifest from "../package.json" with { type: "json" };

/** The section that all settings stand in. */
export const SECTION = "longshore";

/** Settings of the extension itself; all others are keys of the server's configuration. */
const OWN = ["longshore.server.path", "longshore.trace.server"];

const KEYS = manifest.contributes.configuration
  .flatMap((group) => Object.keys(group.properties))
  .filter((key) => !OWN.includes(key))
  .map((key) => key.slice(SECTION.length + 1));

/** The server's configuration as it is set in the editor. The server refuses keys that it does not know. */
export function configuration(): Record<string, unknown> {
  const section = workspace.getConfiguration(SECTION);
  const set = KEYS.map((key) => [key, section.get<unknown>(key)] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== null));
}

/** The program that the user set, or an empty string. */
export function programPath(): string {
  return workspace.getConfiguration(SECTION).get<string>("server.path", "");
}
