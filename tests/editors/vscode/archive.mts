// Reads what is in a package, which is a zip archive.

import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

export interface Entry {
  readonly name: string;
  /** Its permissions, as Unix counts them. */
  readonly mode: number;
  readonly content: Buffer;
}

const CENTRAL = 0x02014b50;

/** All files in the archive at `path`. */
export function entries(path: string): Entry[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const found: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  while (bytes.readUInt32LE(at) === CENTRAL) {
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [number, number, number];
    const packed = { method: bytes.readUInt16LE(at + 10), size: bytes.readUInt32LE(at + 20) };
    found.push({
      name: bytes.toString("utf8", at + 46, at + 46 + name),
      mode: bytes.readUInt16LE(at + 40) & 0o777,
      content: unpack(bytes, bytes.readUInt32LE(at + 42), packed),
    });
    at += 46 + name + extra + comment;
  }
  return found;
}

function unpack(bytes: Buffer, local: number, { method, size }: { method: number; size: number }): Buffer {
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const content = bytes.subarray(start, start + size);
  return method === 0 ? content : inflateRawSync(content);
}
