// Visual Studio Code as a server: one instance with a home, settings and extensions of its own.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, openSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";

/** What an instance is made of. */
export interface Parts {
  /** The unpacked code-server. */
  readonly folder: string;
  /** The node that it wants. */
  readonly node: string;
  /** An empty folder for all that it writes. */
  readonly home: string;
  /** Whether workspaces have to be trusted; without, all are. */
  readonly trust: boolean;
  /** A folder that the user's profile puts into the path. The editor takes its path from there. */
  readonly path?: string;
}

/** They keep the editor quiet. */
const SETTINGS = {
  "chat.commandCenter.enabled": false,
  "chat.disableAIFeatures": true,
  "editor.accessibilitySupport": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "files.autoSave": "off",
  "git.enabled": false,
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
};

export class CodeServer {
  readonly #parts: Parts;
  #child: ChildProcess | undefined;
  #port = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    mkdirSync(join(parts.home, "data/User"), { recursive: true });
    writeFileSync(join(parts.home, "data/User/settings.json"), JSON.stringify(SETTINGS));
    writeFileSync(join(parts.home, ".profile"), parts.path === undefined ? "" : `PATH='${parts.path}':$PATH\n`);
  }

  /** Installs a packaged extension. */
  install(vsix: string): void {
    execFileSync(this.#parts.node, [...this.#arguments(), "--install-extension", vsix], {
      env: this.#environment(),
      stdio: "pipe",
    });
  }

  /** Starts it, and waits until it answers. */
  async start(): Promise<void> {
    this.#port = await freePort();
    const log = openSync(join(this.#parts.home, "code-server.log"), "a");
    const where = ["--auth", "none", "--bind-addr", `127.0.0.1:${this.#port}`];
    const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
    const trust = this.#parts.trust ? [] : ["--disable-workspace-trust"];
    this.#child = spawn(this.#parts.node, [...this.#arguments(), ...where, ...quiet, ...trust], {
      env: this.#environment(),
      stdio: ["ignore", log, log],
    });
    await until("code-server answers", 60, () => fetch(`http://127.0.0.1:${this.#port}/healthz`).then((answer) => answer.ok));
  }

  /** The address that opens `folder`. */
  url(folder: string): string {
    return `http://127.0.0.1:${this.#port}/?folder=${folder}`;
  }

  /** Ends it as the system does, and waits until it is gone. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
    await gone;
    clearTimeout(timer);
  }

  #arguments(): string[] {
    const { folder, home } = this.#parts;
    const state = ["--user-data-dir", join(home, "data"), "--extensions-dir", join(home, "extensions")];
    return [join(folder, "out/node/entry.js"), ...state];
  }

  #environment(): NodeJS.ProcessEnv {
    const { home, node } = this.#parts;
    return {
      ...process.env,
      HOME: home,
      PATH: `${dirname(node)}:${process.env["PATH"] ?? ""}`,
      SHELL: "/bin/bash",
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_DATA_HOME: join(home, "share"),
      // No gallery: nothing is looked for outside.
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    };
  }
}

/** The processes that run the program at a path for which `is` holds. */
export function processes(is: (path: string) => boolean): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && is(program(name)))
    .map(Number);
}

function program(process: string): string {
  try {
    return readlinkSync(`/proc/${process}/exe`);
  } catch {
    return ""; // ended meanwhile, or somebody else's
  }
}

/** Waits until `holds`, for at most `seconds`; what is thrown counts as not holding. */
export async function until(what: string, seconds: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await Promise.resolve().then(holds).catch(() => false)) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${seconds} s: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  });
}
