// Packages the extension: one file for each kind of machine, with the server in it, and one for all others, without.
//
//   node scripts/package.mts --out FOLDER --programs FOLDER [TARGET…]
//
// The folder of programs holds `TRIPLE/longshore`, as Rust names its targets. Without a target all are packaged.

import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { createVSIX } from "@vscode/vsce";

import { makeBundle } from "./bundle.mts";

const EXTENSION = join(import.meta.dirname, "..");
const SERVER = join(EXTENSION, "server");
/** What the README's relative links are relative to. */
const PAGES = "https://github.com/longshore-dev/longshore";
/** The one that fits every machine has no server. */
const UNIVERSAL = "universal";

/** What the editor calls a kind of machine, and what Rust does. Programs for Linux are static, so that any will do. */
const TRIPLES: Record<string, string> = {
  "alpine-arm64": "aarch64-unknown-linux-musl",
  "alpine-x64": "x86_64-unknown-linux-musl",
  "darwin-arm64": "aarch64-apple-darwin",
  "darwin-x64": "x86_64-apple-darwin",
  "linux-arm64": "aarch64-unknown-linux-musl",
  "linux-armhf": "arm-unknown-linux-musleabihf",
  "linux-x64": "x86_64-unknown-linux-musl",
  "win32-arm64": "aarch64-pc-windows-msvc",
  "win32-x64": "x86_64-pc-windows-msvc",
};

/** Puts the program for `target` where the extension looks for it. */
function place(target: string, programs: string): void {
  const triple = TRIPLES[target];
  if (triple === undefined) {
    throw new Error(`There is no target ${target}; there are ${[...Object.keys(TRIPLES), UNIVERSAL].join(", ")}`);
  }
  const name = target.startsWith("win32-") ? "longshore.exe" : "longshore";
  const program = join(programs, triple, name);
  if (!existsSync(program)) {
    throw new Error(`${target} needs ${program}`);
  }
  mkdirSync(SERVER);
  copyFileSync(program, join(SERVER, name));
  chmodSync(join(SERVER, name), 0o755);
}

async function pack(target: string, programs: string, out: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(EXTENSION, "package.json"), "utf8")) as { version: string };
  rmSync(SERVER, { recursive: true, force: true });
  try {
    if (target !== UNIVERSAL) {
      place(target, programs);
    }
    const packagePath = join(out, `longshore-${version}-${target}.vsix`);
    await createVSIX({
      cwd: EXTENSION,
      packagePath,
      dependencies: false,
      baseContentUrl: `${PAGES}/blob/main/editors/vscode`,
      baseImagesUrl: `${PAGES}/raw/main/editors/vscode`,
      ...(target === UNIVERSAL ? {} : { target }),
    });
  } finally {
    rmSync(SERVER, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string" }, programs: { type: "string" } },
  });
  const out = resolve(values.out ?? join(EXTENSION, "dist"));
  const programs = resolve(values.programs ?? join(EXTENSION, "programs"));
  mkdirSync(out, { recursive: true });
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) {
    copyFileSync(join(EXTENSION, "../..", name), join(EXTENSION, `${name}.txt`));
  }
  await makeBundle();
  for (const target of positionals.length > 0 ? positionals : [...Object.keys(TRIPLES), UNIVERSAL]) {
    await pack(target, programs, out);
  }
}

await main();
