// Tests of the extension that need no editor: which program it starts, and what is in its packages.
//
//   node extension.mts FOLDER
//
// The packages are left in FOLDER.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

import { expand, find, NoProgram, type Places } from "../../../editors/vscode/src/program.ts";
import { entries } from "./archive.mts";
import { Report } from "./report.mts";

const EXTENSION = join(import.meta.dirname, "../../../editors/vscode");
/** The kinds of machine that a package is made for, with the target of Rust that its program is built for. */
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
const FILES = [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  "extension/LICENSE-APACHE.txt",
  "extension/LICENSE-MIT.txt",
  "extension/LICENSE.txt",
  "extension/THIRD-PARTY.md",
  "extension/changelog.md",
  "extension/dist/extension.js",
  "extension/icon.png",
  "extension/package.json",
  "extension/readme.md",
  "extension/walkthrough/choose.md",
  "extension/walkthrough/fix.md",
  "extension/walkthrough/open.md",
];

const program = process.env["LONGSHORE"] ?? "";
const out = process.argv[2] ?? ".";
const ground = mkdtempSync(join(tmpdir(), "longshore-extension-"));
const report = new Report("extension");

/** Writes a program that is a shell script. */
function script(name: string, body: string): string {
  const path = join(ground, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** What is found with nothing set, nothing that came along, and nothing in the path, but for what is given. */
async function found(places: Partial<Places>, path = ""): Promise<string> {
  const before = process.env["PATH"];
  process.env["PATH"] = path;
  try {
    const { path, version } = await find({ configured: "", extension: ground, workspaceFolder: undefined, ...places });
    return `${path} ${version}`;
  } catch (error) {
    assert.ok(error instanceof NoProgram, String(error));
    return error.message;
  } finally {
    process.env["PATH"] = before;
  }
}

async function finds(): Promise<void> {
  const one = script("one/longshore", "echo longshore 1.0.0");
  const two = script("extension/server/longshore", "echo longshore 2.0.0");
  const other = script("other", "echo hadolint 2.12.0");
  const broken = script("broken", "echo 'no such library' >&2; exit 127");
  const [extension, path] = [join(ground, "extension"), `relative:${join(ground, "none")}:${join(ground, "one")}`];
  assert.equal(await found({ configured: one, extension }, path), `${one} 1.0.0`);
  assert.equal(await found({ extension }, path), `${two} 2.0.0`);
  assert.equal(await found({}, path), `${one} 1.0.0`);
  assert.match(await found({}), /there is no `longshore` in the path/);
  assert.match(await found({ configured: "one/longshore" }, path), /is not an absolute path/);
  assert.match(await found({ configured: "/nowhere" }, path), /\/nowhere, which longshore\.server\.path names, does not exist/);
  assert.match(await found({ configured: other, extension }, path), /is not Longshore/);
  assert.match(await found({ configured: broken }, path), /does not run here: no such library/);
  assert.equal(await found({ configured: "${workspaceFolder}/one/longshore", workspaceFolder: ground }), `${one} 1.0.0`);
  assert.equal(expand("~/bin/longshore", undefined), `${homedir()}/bin/longshore`);
  assert.equal(expand("~other/longshore", undefined), "~other/longshore");
  assert.equal(expand("${workspaceFolder}/a", "/w/$&"), "/w/$&/a");
}

function pack(programs: string, targets: string[] = []): number | null {
  const script = join(EXTENSION, "scripts/package.mts");
  const run = spawnSync(process.execPath, [script, "--programs", programs, "--out", out, ...targets], { encoding: "utf8" });
  if (run.status !== 0 && targets.length === 0) {
    throw new Error(run.stderr);
  }
  return run.status;
}

/** All packages are made, with the program of this machine in the place of those of the others. */
function packages(): void {
  const programs = join(ground, "programs");
  for (const [target, triple] of Object.entries(TRIPLES)) {
    mkdirSync(join(programs, triple), { recursive: true });
    copyFileSync(program, join(programs, triple, target.startsWith("win32-") ? "longshore.exe" : "longshore"));
  }
  rmSync(out, { recursive: true, force: true });
  pack(programs);
  assert.equal(readdirSync(out).length, Object.keys(TRIPLES).length + 1);
  for (const target of [...Object.keys(TRIPLES), "universal"]) {
    inspect(target);
  }
  assert.notEqual(pack(join(ground, "none"), ["linux-x64"]), 0, "a package without a program must not be made");
}

function inspect(target: string): void {
  const { version } = JSON.parse(readFileSync(join(EXTENSION, "package.json"), "utf8")) as { version: string };
  const files = entries(join(out, `longshore-${version}-${target}.vsix`));
  const server = files.find(({ name }) => name.startsWith("extension/server/"));
  const names = files.map(({ name }) => name).filter((name) => name !== server?.name);
  assert.deepEqual(names.sort(), FILES, target);
  const notices = files.find(({ name }) => name === "extension/THIRD-PARTY.md")?.content.toString() ?? "";
  for (const part of ["## vscode-languageclient ", "\n- tree-sitter ", "\n- tower-lsp-server ", "Copyright (c) Microsoft"]) {
    assert.ok(notices.includes(part), `the licences do not name ${part}`);
  }
  const manifest = files.find(({ name }) => name === "extension.vsixmanifest")?.content.toString() ?? "";
  if (target === "universal") {
    assert.equal(server, undefined);
    assert.ok(!manifest.includes("TargetPlatform"));
    return;
  }
  assert.ok(manifest.includes(`TargetPlatform="${target}"`), manifest);
  assert.equal(server?.name, `extension/server/longshore${target.startsWith("win32-") ? ".exe" : ""}`);
  assert.equal(server.mode & 0o111, 0o111, "the program cannot be run");
  assert.ok(server.content.equals(readFileSync(program)), target);
}

await report.test("the program is looked for in its three places", finds);
await report.test("each kind of machine has its package", packages);
rmSync(ground, { recursive: true });
process.exitCode = report.failed === 0 ? 0 : 1;
