// Tests the packaged extension in one version of the editor.
//
//   node main.mts NAME CODE_SERVER NODE VSIX [FOLDER]
//
// NAME stands before the names of the tests. Without FOLDER the extension has to start the server that came along; with
// FOLDER, which the user's profile puts into the path, the one in there.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

import { CodeServer } from "./codeServer.mts";
import { CommandLine } from "./commandLine.mts";
import { Ground } from "./ground.mts";
import { Report } from "./report.mts";
import { type Session, use } from "./session.mts";
import { distrust } from "./untrusted.mts";
import { browse } from "./window.mts";

const [name = "", folder = "", node = "", vsix = "", path] = process.argv.slice(2);
const { LONGSHORE: program = "", LONGSHORE_OUTPUT: output = ".", CHROMIUM: chromium = "/usr/bin/chromium" } = process.env;
const home = mkdtempSync(join(tmpdir(), "longshore-vscode-"));
const pictures = resolve(output, name);
rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });

const browser = await browse(chromium);
const report = new Report(name, async (test) => {
  const pages = browser.contexts().flatMap((context) => context.pages());
  await Promise.all(pages.map((page) => page.screenshot({ path: join(pictures, `FAILED ${test}.png`) })));
});

/** A session in an editor of its own. */
function session(what: string, trust: boolean): Session {
  const parts = { folder, node, home: join(home, what), trust, ...(path === undefined ? {} : { path }) };
  const isOurs = (file: string) => file.startsWith(path ?? join(parts.home, "extensions"));
  const server = new CodeServer(parts);
  server.install(vsix);
  const ground = new Ground(join(home, what, "workspace"));
  return { server, browser, ground, commandLine: new CommandLine(program), report, pictures, isOurs };
}

function keepLogs(what: string): void {
  const to = join(pictures, `${what}-logs`);
  mkdirSync(to);
  for (const log of ["code-server.log", "data/logs"].filter((log) => existsSync(join(home, what, log)))) {
    cpSync(join(home, what, log), join(to, basename(log)), { recursive: true });
  }
}

for (const [what, trust, run] of [["trusted", false, use], ["untrusted", true, distrust]] as const) {
  const { server, ...rest } = session(what, trust);
  try {
    await run({ server, ...rest });
  } catch (error) {
    await report.test(`${what} session`, () => Promise.reject(error as Error));
  } finally {
    await server.stop();
    keepLogs(what);
  }
}
await browser.close();
rmSync(home, { recursive: true, force: true });
process.exitCode = report.failed === 0 ? 0 : 1;
