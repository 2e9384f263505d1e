// What a person does in a trusted workspace, from opening a Dockerfile to quitting.

import type { Browser } from "playwright-core";

import { type CodeServer, processes, until } from "./codeServer.mts";
import { applied, type CommandLine, type Finding } from "./commandLine.mts";
import { API, COMPOSE, type Ground, SHIP, WINDOWS } from "./ground.mts";
import type { Report } from "./report.mts";
import { Window } from "./window.mts";

export interface Session {
  readonly server: CodeServer;
  readonly browser: Browser;
  readonly ground: Ground;
  readonly commandLine: CommandLine;
  readonly report: Report;
  readonly pictures: string;
  /** Whether a process's program is the one that the extension has to start. */
  readonly isOurs: (path: string) => boolean;
}

export async function use(session: Session): Promise<void> {
  const { server, browser, ground, report, pictures } = session;
  ground.write({ Dockerfile: SHIP, "windows.Dockerfile": WINDOWS, "api/Dockerfile": API, "compose.yaml": COMPOSE });
  configure(ground, {});
  await server.start();
  let window: Window | undefined;
  await report.test("a window opens", async () => {
    window = await Window.open(browser, server.url(ground.folder), pictures);
  });
  if (window !== undefined) {
    await inWindow(session, window);
    await window.close();
  }
  await report.test("quitting leaves no process", async () => {
    await server.stop();
    await until("the server is gone", 15, () => processes(session.isOurs).length === 0);
  });
}

async function inWindow(session: Session, window: Window): Promise<void> {
  const { report } = session;
  if (!(await report.test("a Dockerfile opened by its name has findings", () => opened(session, window)))) {
    return; // all that follows would wait in vain
  }
  await report.test("a quick fix is applied and saved", () => quickFix(session, window));
  await report.test("all of a rule is fixed where lines end as on Windows", () => fixRule(session, window));
  await report.test("a setting holds at once", () => setting(session, window));
  await report.test("a document without a file has findings", () => untitled(window));
  await report.test("the server restarts", () => restarted(session, window));
  await report.test("a program that is not there is told, with a way out", () => wrongProgram(session, window));
  await report.test("the whole workspace is fixed", () => fixWorkspace(session, window));
  await report.test("a compose file is the server's", () => compose(window));
}

async function opened({ ground, commandLine, isOurs }: Session, window: Window): Promise<void> {
  const start = performance.now();
  await window.file("Dockerfile");
  const expected = commandLine.findings("Dockerfile", SHIP);
  if (expected.length < 3) {
    throw new Error("the sample has too little to be found");
  }
  await window.see(expected.length);
  console.log(`  first findings ${Math.round(performance.now() - start)} ms after the file was opened`);
  if (processes(isOurs).length !== 1) {
    throw new Error(`there are ${processes(isOurs).length} processes of the program that should have been started`);
  }
  const problems = await window.problems();
  for (const { message } of expected) {
    if (!problems.some((problem) => problem.includes(message.replace(/\s+/g, " ")))) {
      throw new Error(`the Problems view does not list ${message}: ${JSON.stringify(problems)}`);
    }
  }
  await until("files that are not open are listed", 20, async () =>
    (await window.problems()).some((problem) => /^Dockerfile ?api/.test(problem)),
  );
  await window.picture("1-problems");
  ground.expect("Dockerfile", SHIP);
}

/** Sets the workspace's settings. */
function configure(ground: Ground, settings: Record<string, unknown>): void {
  ground.write({ ".vscode/settings.json": JSON.stringify(settings) });
}

function of(findings: Finding[], rule: string): Finding {
  const found = findings.find((finding) => finding.rule === rule);
  if (found === undefined) {
    throw new Error(`the command line does not find ${rule}`);
  }
  return found;
}

async function quickFix({ ground, commandLine }: Session, window: Window): Promise<void> {
  const { start, fixes } = of(commandLine.findings("Dockerfile", SHIP), "file-logs");
  const fix = fixes[0];
  if (fix === undefined) {
    throw new Error("the command line has no fix");
  }
  // The editor counts UTF-16 units, and this line has a letter before the place that takes two of them.
  const line = Buffer.from(SHIP).subarray(0, start.byte).toString().split("\n").at(-1) ?? "";
  await window.goTo(start.line, line.length + 1);
  await window.bulb();
  const titles = await window.quickFixes();
  if (!titles.some((title) => title.includes("Explain"))) {
    throw new Error(`the page of the rule is not offered: ${JSON.stringify(titles)}`);
  }
  await window.picture("2-quick-fixes");
  await window.choose(fix.title);
  await window.see(2);
  await window.save();
  ground.expect("Dockerfile", applied(SHIP, fix));
}

async function fixRule({ ground, commandLine }: Session, window: Window): Promise<void> {
  await window.file("windows.Dockerfile");
  await window.see(2);
  await window.goTo(3, 1);
  await window.quickFixes();
  await window.choose("Fix all `volume-instruction` in this file");
  await window.see(0);
  await window.save();
  ground.expect("windows.Dockerfile", commandLine.fixed("windows.Dockerfile", WINDOWS, "volume-instruction"));
}

async function setting({ ground }: Session, window: Window): Promise<void> {
  await window.file("Dockerfile");
  await window.see(2);
  configure(ground, { "longshore.rules": { "root-user": "off" } });
  await window.see(1);
  configure(ground, {});
  await window.see(2);
}

async function untitled(window: Window): Promise<void> {
  await window.command("File: New Untitled Text File");
  await window.page.waitForSelector('.tab.active[data-resource-name^="Untitled"]');
  await window.command("Change Language Mode");
  await window.fill("dockerfile");
  await window.pick("Docker");
  await window.page.locator(".monaco-editor .view-lines").first().click();
  await window.page.keyboard.type("FROM node:22-slim\n# 😀\nVOLUME /a\nUSER node\n");
  await window.see(1);
  await window.picture("3-untitled");
  await window.closeEditors();
}

async function restarted({ isOurs }: Session, window: Window): Promise<void> {
  const before = processes(isOurs);
  await window.file("Dockerfile");
  await window.command("Longshore: Restart Server");
  await until("another process has taken the place of the first", 20, () => {
    const now = processes(isOurs);
    return now.length === 1 && !before.includes(now[0] ?? 0);
  });
  await window.see(2);
  await window.command("Longshore: Show Version");
  await window.message("Longshore: extension");
  await window.picture("4-restarted");
  await window.clear();
}

async function wrongProgram({ ground, isOurs }: Session, window: Window): Promise<void> {
  configure(ground, { "longshore.server.path": "/nowhere/longshore" });
  const message = await window.message("does not exist");
  for (const part of ["/nowhere/longshore", "Open Settings", "Show Output"]) {
    if (!message.includes(part)) {
      throw new Error(`the message has no ${part}: ${message}`);
    }
  }
  await window.picture("5-no-program");
  await window.see(0);
  configure(ground, {});
  await until("the server is back", 20, () => processes(isOurs).length === 1);
  await window.see(2);
  await window.clear();
}

async function fixWorkspace({ ground, commandLine }: Session, window: Window): Promise<void> {
  ground.write({ "api/Dockerfile": API });
  const ship = commandLine.fixed("Dockerfile", SHIP);
  await window.command("Longshore: Fix All in Workspace");
  await window.pick("Preferred fixes");
  await window.message("Longshore changed 2 files");
  await window.picture("6-fixed");
  ground.expect("Dockerfile", ship);
  ground.expect("api/Dockerfile", commandLine.fixed("Dockerfile", API));
  await window.see(0);
  await window.clear();
}

/** The language status is there for the documents that the extension cares for, and says which server runs. */
async function compose(window: Window): Promise<void> {
  await window.file("compose.yaml");
  await window.page.locator('[id="status.languageStatus"]').hover();
  await window.page.locator(".hover-language-status", { hasText: "Longshore 0." }).first().waitFor();
  await window.picture("7-compose");
}
