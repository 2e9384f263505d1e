// Finds the server's program: the one in the settings, the one that came along, the one in the path.

import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";

/** Why there is no program to start; the message is for the user. */
export class NoProgram extends Error {}

/** A program that was seen to be Longshore. */
export interface Program {
  readonly path: string;
  /** What it calls its version, without its name. */
  readonly version: string;
}

/** Where to look for the program. */
export interface Places {
  /** What the user set; empty where nothing is set. It is taken or there is no program: nothing else stands in for it. */
  readonly configured: string;
  /** The folder of the extension, which holds the program that came along, if one did. */
  readonly extension: string;
  /** What `${workspaceFolder}` stands for; without a folder it stands for nothing. */
  readonly workspaceFolder: string | undefined;
}

const WINDOWS = process.platform === "win32";
const NAME = WINDOWS ? "longshore.exe" : "longshore";
/** How long it may take to tell its version, in milliseconds. The first start of a program may be slow where it is scanned. */
const PATIENCE = 20_000;

/**
 * Finds the program and makes sure that it runs here.
 *
 * @throws NoProgram where there is none, or where the one that was found does not run.
 */
export async function find(places: Places): Promise<Program> {
  const { configured, extension, workspaceFolder } = places;
  if (configured.trim() !== "") {
    return probe(expand(configured.trim(), workspaceFolder), "which longshore.server.path names,");
  }
  const bundled = join(extension, "server", NAME);
  if (await exists(bundled)) {
    return probe(bundled, "which came with the extension,");
  }
  for (const folder of (process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute)) {
    const path = join(folder, NAME);
    if (await runs(path)) {
      return probe(path, "which was found in the path,");
    }
  }
  throw new NoProgram(
    "This build of the extension has no program for this machine, and there is no `longshore` in the path. " +
      "Install it, or set longshore.server.path.",
  );
}

/** Replaces a leading `~` and all `${workspaceFolder}`. */
export function expand(path: string, workspaceFolder: string | undefined): string {
  const home = /^~(?=$|[/\\])/.test(path) ? homedir() + path.slice(1) : path;
  return home.replaceAll("${workspaceFolder}", () => workspaceFolder ?? "");
}

async function probe(path: string, origin: string): Promise<Program> {
  const fail = (why: string) => new NoProgram(`The program ${path}, ${origin} ${why}`);
  if (!isAbsolute(path)) {
    throw fail("is not an absolute path.");
  }
  if (!(await exists(path))) {
    throw fail("does not exist.");
  }
  try {
    const { stdout } = await promisify(execFile)(path, ["--version"], { timeout: PATIENCE, windowsHide: true });
    const version = /^longshore (\S+)/.exec(stdout)?.[1];
    if (version !== undefined) {
      return { path, version };
    }
  } catch (error) {
    throw fail(`does not run here: ${reason(error)}`);
  }
  throw fail("is not Longshore.");
}

/** The first line of what is known of a failed start. */
function reason(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  const text = [stderr, message, String(error)].find((text) => text !== undefined && text.trim() !== "") ?? "";
  return text.trim().split("\n", 1)[0] ?? "";
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function runs(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
