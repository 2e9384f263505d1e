// What holds in a workspace that nobody has trusted: its files are judged, its settings start nothing.

import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";

import { processes, until } from "./codeServer.mts";
import { COMPOSE, SHOP } from "./ground.mts";
import type { Session } from "./session.mts";
import { Window } from "./window.mts";

export async function distrust({ server, browser, ground, commandLine, report, pictures, isOurs }: Session): Promise<void> {
  const [evil, done] = [join(ground.folder, "evil"), join(ground.folder, "done")];
  ground.write({
    ".vscode/settings.json": JSON.stringify({ "longshore.server.path": evil }),
    evil: `#!/bin/sh\ntouch '${done}'\necho longshore 9.9.9\n`,
    "compose.yaml": COMPOSE,
    "web/Dockerfile": SHOP,
  });
  chmodSync(evil, 0o755);
  await server.start();
  await report.test("an untrusted workspace starts nothing of its own", async () => {
    const window = await Window.open(browser, server.url(ground.folder), pictures);
    await window.file("compose.yaml");
    await until("a compose file starts the server", 30, () => processes(isOurs).length === 1);
    const { length } = commandLine.findings("Dockerfile", SHOP);
    await until("the findings are listed", 30, async () => (await window.problems()).length > length);
    await window.picture("8-untrusted");
    await window.close();
    if (existsSync(done)) {
      throw new Error("the workspace's program was started");
    }
  });
  await server.stop();
}
