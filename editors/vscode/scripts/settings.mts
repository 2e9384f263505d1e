// Writes the settings in package.json from the schema of the configuration. `--check` writes nothing and fails where they
// are not the ones of the schema.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  additionalProperties?: boolean;
  anyOf?: Schema[];
  const?: string;
  description?: string;
  items?: Schema;
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  type?: string | string[];
}

type Setting = Record<string, unknown>;

const EXTENSION = join(import.meta.dirname, "..");
const MANIFEST = join(EXTENSION, "package.json");
const SCHEMA = join(EXTENSION, "../../crates/config/schema.json");

/** Keys that say something to the command line only. */
const NOT_FOR_EDITORS = ["fail-level"];
const DEFAULTS: Record<string, unknown> = { array: [], object: {} };

const SERVER = {
  title: "Server",
  properties: {
    "longshore.server.path": {
      type: "string",
      default: "",
      scope: "machine-overridable",
      markdownDescription:
        "The program to start instead of the one that came with the extension: an absolute path, which may begin with `~` " +
        "or `${workspaceFolder}`.",
    },
    "longshore.trace.server": {
      type: "string",
      enum: ["off", "messages", "verbose"],
      default: "off",
      scope: "window",
      markdownDescription: "What of the talk between editor and server is shown in the output.",
    },
  },
};

function settings(root: Schema): Setting[] {
  const keys = Object.entries(root.properties ?? {}).filter(([key]) => !NOT_FOR_EDITORS.includes(key));
  const properties = keys.map(([key, schema]) => {
    const setting = convert(schema, root);
    return [`longshore.${key}`, { ...setting, default: DEFAULTS[String(setting["type"])], scope: "window" }] as const;
  });
  return [{ title: "Rules", properties: Object.fromEntries(properties) }, SERVER];
}

/** What the editor's form of settings understands of `schema`: references are resolved and `null` is left out. */
function convert(schema: Schema, root: Schema): Setting {
  const named = schema.$ref === undefined ? schema : { ...resolve(schema.$ref, root), ...about(schema) };
  const { oneOf, items, properties } = named;
  const type = [named.type].flat().find((type) => type !== "null");
  const setting: Setting = { type: type ?? "string" };
  if (named.description !== undefined) {
    setting["markdownDescription"] = named.description.replaceAll("\n", " ");
  }
  if (oneOf !== undefined) {
    setting["enum"] = oneOf.map((choice) => choice.const);
    setting["enumDescriptions"] = oneOf.map((choice) => choice.description);
  }
  if (items !== undefined) {
    setting["items"] = convert(items, root);
  }
  if (properties !== undefined) {
    const inner = Object.entries(properties).map(([key, property]) => [key, convert(property, root)] as const);
    setting["properties"] = Object.fromEntries(inner);
    setting["additionalProperties"] = named.additionalProperties ?? true;
  }
  return setting;
}

function about({ description }: Schema): Schema {
  return description === undefined ? {} : { description };
}

function resolve(reference: string, root: Schema): Schema {
  const name = reference.replace("#/$defs/", "");
  const found = root.$defs?.[name];
  if (found === undefined) {
    throw new Error(`The schema has no ${reference}`);
  }
  return found;
}

const schema = JSON.parse(readFileSync(SCHEMA, "utf8")) as Schema;
const old = readFileSync(MANIFEST, "utf8");
const manifest = JSON.parse(old) as { contributes: { configuration: Setting[] } };
manifest.contributes.configuration = settings(schema);
const fresh = JSON.stringify(manifest, null, 2) + "\n";
if (!process.argv.includes("--check")) {
  writeFileSync(MANIFEST, fresh);
} else if (fresh !== old) {
  console.error("The settings in package.json are not the ones of the schema: run `npm run settings`.");
  process.exitCode = 1;
}
