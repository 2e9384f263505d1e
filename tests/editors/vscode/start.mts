// Measures how long the editor takes from the start of the server until the first finding is underlined.
//
//   node start.mts CODE_SERVER NODE VSIX PROGRAM
//
// Prints the milliseconds.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CodeServer } from "./codeServer.mts";
import { Ground } from "./ground.mts";
import { browse, Window } from "./window.mts";

const [folder = "", node = "", vsix = "", program = ""] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), "longshore-start-"));
const server = new CodeServer({ folder, node, home, trust: false });
const browser = await browse(process.env["CHROMIUM"] ?? "/usr/bin/chromium");
try {
  server.install(vsix);
  const ground = new Ground(join(home, "workspace"));
  ground.write({
    ".vscode/settings.json": JSON.stringify({ "longshore.server.path": program }),
    Dockerfile: "FROM alpine:3.22\nMAINTAINER me\nUSER nobody\n",
  });
  await server.start();
  const window = await Window.open(browser, server.url(ground.folder), home);
  await window.file("Dockerfile");
  await window.see(1);
  console.log(Math.round(await window.restartTime("Longshore: Restart Server")));
} finally {
  await browser.close();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}
