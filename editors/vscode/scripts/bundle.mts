// Bundles the extension into one file, and writes down whose code is in it and in the program, and under which licences.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

const EXTENSION = join(import.meta.dirname, "..");
/** Licences that ask for no more than to be named. */
const LICENCES = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

interface Manifest {
  name: string;
  version: string;
  license?: string;
}

/** Bundles `src/extension.ts` and gives the paths of all files that are in it. */
async function bundle(): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: EXTENSION,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    bundle: true,
    minify: true,
    metafile: true,
    external: ["vscode"],
    format: "cjs",
    platform: "node",
    target: "node20",
    legalComments: "none",
    logLevel: "warning",
  });
  return Object.keys(metafile.inputs);
}

/** The folders, below the extension, of the packages that `inputs` belong to. */
function packages(inputs: string[]): string[] {
  const folders = inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  return [...new Set(folders)].filter((folder) => folder !== undefined).sort();
}

function notice(folder: string): string {
  const path = join(EXTENSION, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as Manifest;
  if (license === undefined || !LICENCES.includes(license)) {
    throw new Error(`${name} ${version} has the licence ${license ?? "(none)"}, which may not be bundled`);
  }
  const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `(${license})` : readFileSync(join(path, file), "utf8").trim();
  return `## ${name} ${version}, ${license}\n\n\`\`\`\`text\n${text.replaceAll("\r\n", "\n")}\n\`\`\`\`\n`;
}

/** Writes `dist/extension.js` and `THIRD-PARTY.md`. */
export async function makeBundle(): Promise<void> {
  const notices = packages(await bundle()).map(notice);
  const head = "# Others' code in the extension\n\nThe extension contains code of these packages.\n";
  const program = execFileSync(process.execPath, [join(EXTENSION, "../../.packaging/licences")], { encoding: "utf8" });
  const ending = `# Others' code in the program\n\n${program}`;
  writeFileSync(join(EXTENSION, "THIRD-PARTY.md"), [head, ...notices, ending].join("\n"));
}

if (process.argv[1] === import.meta.filename) {
  await makeBundle();
}
