// The files that the tests open.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A workspace on disk. */
export class Ground {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Writes files, by their paths below the folder. */
  write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  /** Fails where a file is not, byte for byte, `expected`. */
  expect(name: string, expected: string): void {
    const found = readFileSync(join(this.folder, name));
    if (!found.equals(Buffer.from(expected))) {
      throw new Error(`${name} is ${JSON.stringify(found.toString())}, not ${JSON.stringify(expected)}`);
    }
  }
}

/** Letters outside the basic plane stand before the first finding, in its line. */
export const SHOP = [
  "# 😃 the shop",
  "FROM nginx:1.29",
  'LABEL a="😀" b="x"',
  'RUN echo "😀 ünï" && touch /var/log/app.log',
  "VOLUME /var/cache/nginx",
  "USER root",
  "",
].join("\n");

/** Ends its lines as Windows does; two findings of one rule. */
export const WINDOWS = ["FROM node:22-slim", "# 𝔸 and 𝔹", "VOLUME /a", "VOLUME /b", "USER node", ""].join("\r\n");

/** Is never opened by hand. */
export const API = ["FROM node:22-slim", "VOLUME /data", "USER node", ""].join("\n");

/** A Dockerfile and a compose file, by their names, and what a fix of both makes of them. */
export const STORE = pair("store");
export const MOUNTED = pair("mounted");

export const COMPOSE = ["services:", "  web:", "    image: nginx:1.29", ""].join("\n");

function pair(folder: string): Record<"Dockerfile" | "compose.yaml", string> {
  const read = (name: string) => readFileSync(join(import.meta.dirname, "../files", folder, name), "utf8");
  return { Dockerfile: read("Dockerfile"), "compose.yaml": read("compose.yaml") };
}
