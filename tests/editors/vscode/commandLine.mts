// What the command line says of a file: the editor has to come to the same, byte for byte.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Place {
  readonly line: number;
  readonly column: number;
  readonly byte: number;
}

export interface Fix {
  readonly title: string;
  readonly edits: { readonly start: Place; readonly end: Place; readonly text: string }[];
}

export interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly start: Place;
  readonly end: Place;
  readonly fixes: Fix[];
}

export class CommandLine {
  readonly #program: string;

  constructor(program: string) {
    this.#program = program;
  }

  /** What is found in a file of this name. */
  findings(name: string, text: string): Finding[] {
    const { output } = this.#check(name, text, ["--format", "json"]);
    return (JSON.parse(output) as { findings: Finding[] }).findings;
  }

  /** What all fixes make of it, those that change the image too; of all rules or of one. */
  fixed(name: string, text: string, rule?: string): string {
    const only = rule === undefined ? [] : ["--rule", rule];
    const { after } = this.#check(name, text, ["--unsafe-fixes", ...only]);
    if (after === text) {
      throw new Error(`nothing is fixed in ${name}, so nothing would be tested`);
    }
    return after;
  }

  #check(name: string, text: string, more: string[]): { output: string; after: string } {
    const folder = mkdtempSync(join(tmpdir(), "longshore-"));
    try {
      const path = join(folder, name);
      writeFileSync(path, text);
      const { stdout, stderr, status } = spawnSync(this.#program, ["check", ...more, path], { encoding: "utf8" });
      if (status !== 0 && status !== 1) {
        throw new Error(`the command line ended with ${status}: ${stderr}`);
      }
      return { output: stdout, after: readFileSync(path, "utf8") };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

/** How many lines of how many places the editor underlines: of one severity, places that touch are one. */
export function underlines(findings: Finding[]): number {
  const ordered = findings.toSorted((a, b) => a.severity.localeCompare(b.severity) || a.start.byte - b.start.byte);
  let count = 0;
  let [severity, byte, line] = ["", 0, 0];
  for (const { severity: own, start, end } of ordered) {
    const apart = own !== severity || byte < start.byte;
    count += Math.max(0, end.line - (apart ? start.line - 1 : line));
    if (apart || end.byte > byte) {
      [severity, byte, line] = [own, end.byte, end.line];
    }
  }
  return count;
}

/** What `fix` makes of `text`. */
export function applied(text: string, fix: Fix): string {
  const bytes = Buffer.from(text);
  // From the end, so that the places before stay; what is put at one place comes in the order given.
  const ordered = fix.edits.toReversed().toSorted((a, b) => b.start.byte - a.start.byte);
  return ordered
    .reduce(
      (done, { start, end, text }) => Buffer.concat([done.subarray(0, start.byte), Buffer.from(text), done.subarray(end.byte)]),
      bytes,
    )
    .toString();
}
