// What a person does in a trusted workspace, from opening a Dockerfile to quitting.

import type { Browser } from "playwright-core";

import { type CodeServer, processes, until } from "./codeServer.mts";
import { applied, type CommandLine, type Finding, type Fix, underlines } from "./commandLine.mts";
import { API, COMPOSE, type Ground, MOUNTED, SHOP, STORE, WINDOWS } from "./ground.mts";
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
  ground.write({ Dockerfile: SHOP, "windows.Dockerfile": WINDOWS, "api/Dockerfile": API, "compose.yaml": COMPOSE });
  ground.write({ "store/Dockerfile": STORE.Dockerfile, "store/compose.yaml": STORE["compose.yaml"] });
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
  await report.test("hovers tell what is known, and can be switched off", () => hovers(session, window));
  await report.test("the report is shown in a panel", () => reported(window));
  await report.test("a fix changes two files", () => mount(session, window));
  await report.test("a document without a file has findings", () => untitled(session, window));
  await report.test("the server restarts", () => restarted(session, window));
  await report.test("a program that is not there is told, with a way out", () => wrongProgram(session, window));
  await report.test("the whole workspace is fixed", () => fixWorkspace(session, window));
  await report.test("a compose file is the server's", () => compose(window));
}

async function opened({ ground, commandLine, isOurs }: Session, window: Window): Promise<void> {
  const start = performance.now();
  await window.file("Dockerfile");
  const expected = commandLine.findings("Dockerfile", SHOP);
  if (expected.length < 3) {
    throw new Error("the sample has too little to be found");
  }
  await window.see(underlines(expected));
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
  ground.expect("Dockerfile", SHOP);
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

/** The first fix of the first finding that is mended in the editor. */
function firstFix(commandLine: CommandLine): { finding: Finding; fix: Fix; after: string } {
  const finding = of(commandLine.findings("Dockerfile", SHOP), "file-logs");
  const fix = finding.fixes[0];
  if (fix === undefined) {
    throw new Error("the command line has no fix");
  }
  return { finding, fix, after: applied(SHOP, fix) };
}

/** Waits until so much is underlined as the command line finds in `text`. */
async function seeAll({ commandLine }: Session, window: Window, text: string): Promise<void> {
  await window.see(underlines(commandLine.findings("Dockerfile", text)));
}

async function quickFix(session: Session, window: Window): Promise<void> {
  const { finding, fix, after } = firstFix(session.commandLine);
  const { start } = finding;
  // The editor counts UTF-16 units, and this line has a letter before the place that takes two of them.
  const line = Buffer.from(SHOP).subarray(0, start.byte).toString().split("\n").at(-1) ?? "";
  await window.goTo(start.line, line.length + 1);
  await window.bulb();
  const titles = await window.quickFixes();
  if (!titles.some((title) => title.includes("Explain"))) {
    throw new Error(`the page of the rule is not offered: ${JSON.stringify(titles)}`);
  }
  await window.picture("fixes");
  await window.choose(fix.title);
  await seeAll(session, window, after);
  await window.save();
  session.ground.expect("Dockerfile", after);
}

async function fixRule(session: Session, window: Window): Promise<void> {
  const after = session.commandLine.fixed("windows.Dockerfile", WINDOWS, "volume-instruction");
  await window.file("windows.Dockerfile");
  await seeAll(session, window, WINDOWS);
  await window.goTo(3, 1);
  await window.quickFixes();
  await window.choose("Fix all `volume-instruction` in this file");
  await seeAll(session, window, after);
  await window.save();
  session.ground.expect("windows.Dockerfile", after);
}

async function setting(session: Session, window: Window): Promise<void> {
  const { after } = firstFix(session.commandLine);
  const others = session.commandLine.findings("Dockerfile", after).filter(({ rule }) => rule !== "root-user");
  await window.file("Dockerfile");
  await seeAll(session, window, after);
  configure(session.ground, { "longshore.rules": { "root-user": "off" } });
  await window.see(underlines(others));
  configure(session.ground, {});
  await seeAll(session, window, after);
}

/** What is said about the service, and about what its Dockerfile expects. */
async function hovers({ ground }: Session, window: Window): Promise<void> {
  await window.fileIn("store", "compose.yaml");
  await window.see(1);
  await window.goTo(2, 5);
  await window.hover("data in /data: in the container, lost when the container is replaced");
  await window.picture("hover");
  await window.fileIn("store", "Dockerfile");
  await window.see(1);
  await window.goTo(3, 10);
  await window.hover("the service store mounts nothing there");
  configure(ground, { "longshore.hover": false });
  await window.noHover();
  configure(ground, {});
  await window.hover("the service store mounts nothing there");
}

async function reported(window: Window): Promise<void> {
  await window.command("Longshore: Show Report");
  const page = await window.panel("State of containers");
  const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
  const [forbidden, scripts] = [await policy.getAttribute("content"), await page.locator("body script").count()];
  if (forbidden !== "default-src 'none'; style-src 'unsafe-inline'" || scripts > 0) {
    throw new Error(`the policy of the page is ${String(forbidden)}, and it has ${scripts} scripts`);
  }
  for (const file of ["store/Dockerfile:3", "api/Dockerfile:2"]) {
    await page.locator("td", { hasText: file }).first().waitFor();
  }
  await window.command("View: Hide Panel");
  await page.locator("h2", { hasText: "store/compose.yaml" }).scrollIntoViewIfNeeded();
  await page.locator("tbody").last().scrollIntoViewIfNeeded();
  await window.picture("report");
  await window.page.keyboard.press("Escape");
  await window.closeEditors();
}

async function mount(session: Session, window: Window): Promise<void> {
  // One undo takes back what was done to both, as long as both are open.
  await window.fileIn("store", "compose.yaml");
  await window.fileIn("store", "Dockerfile");
  await window.see(1);
  const saved = async (expected: typeof STORE) => {
    await window.saveAll();
    for (const name of ["Dockerfile", "compose.yaml"] as const) {
      session.ground.expect(`store/${name}`, expected[name]);
    }
  };
  const fix = async () => {
    await window.goTo(3, 1);
    await window.quickFixes();
    await window.choose("and mount a named volume in `store`");
    await window.see(0);
  };
  await fix();
  await window.undo();
  await window.see(1);
  await saved(STORE);
  await fix();
  await saved(MOUNTED);
  await window.closeEditors();
}

async function untitled(session: Session, window: Window): Promise<void> {
  const lines = ["FROM node:22-slim", "# 😀", "VOLUME /a", "USER node"];
  await window.command("File: New Untitled Text File");
  await window.page.waitForSelector('.tab.active[data-resource-name^="Untitled"]');
  await window.command("Change Language Mode");
  await window.fill("dockerfile");
  await window.pick("Docker");
  await window.write(lines);
  await seeAll(session, window, `${lines.join("\n")}\n`);
  await window.picture("3-untitled");
  await window.closeEditors();
}

async function restarted(session: Session, window: Window): Promise<void> {
  const { isOurs } = session;
  const before = processes(isOurs);
  await window.file("Dockerfile");
  await window.command("Longshore: Restart Server");
  await until("another process has taken the place of the first", 20, () => {
    const now = processes(isOurs);
    return now.length === 1 && !before.includes(now[0] ?? 0);
  });
  await seeAll(session, window, firstFix(session.commandLine).after);
  await window.command("Longshore: Show Version");
  await window.message("Longshore: extension");
  await window.picture("4-restarted");
  await window.clear();
}

async function wrongProgram(session: Session, window: Window): Promise<void> {
  const { ground, isOurs } = session;
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
  await seeAll(session, window, firstFix(session.commandLine).after);
  await window.clear();
}

async function fixWorkspace(session: Session, window: Window): Promise<void> {
  const { ground, commandLine } = session;
  ground.write({ "api/Dockerfile": API });
  const shop = commandLine.fixed("Dockerfile", SHOP);
  await window.command("Longshore: Fix All in Workspace");
  await window.pick("Preferred fixes");
  await window.message("Longshore changed ");
  await window.picture("6-fixed");
  ground.expect("Dockerfile", shop);
  ground.expect("api/Dockerfile", commandLine.fixed("Dockerfile", API));
  await seeAll(session, window, shop);
  await window.clear();
}

/** The language status is there for the documents that the extension cares for, and says which server runs. */
async function compose(window: Window): Promise<void> {
  await window.file("compose.yaml");
  await window.page.locator('[id="status.languageStatus"]').hover();
  await window.page.locator(".hover-language-status", { hasText: "Longshore 0." }).first().waitFor();
  await window.picture("7-compose");
}
