// Draws icon.png: three containers on a quay.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  round: number;
  colour: Colour;
}

/** Width and height of the picture; the drawing's own units are 256 to a side. */
const SIZE = 256;
/** Samples to a side of each pixel, so that edges are smooth. */
const SAMPLES = 4;

const NIGHT: Colour = [15, 42, 67, 255];
const RIB: Colour = [15, 42, 67, 70];
const CLEAR: Colour = [0, 0, 0, 0];

function container(x: number, y: number, colour: Colour): Box[] {
  const ribs = [18, 36, 54].map((at) => ({ x: x + at, y: y + 10, width: 6, height: 32, round: 3, colour: RIB }));
  return [{ x, y, width: 78, height: 52, round: 7, colour }, ...ribs];
}

/** From back to front. */
const BOXES: Box[] = [
  { x: 0, y: 0, width: 256, height: 256, round: 48, colour: NIGHT },
  ...container(89, 54, [244, 162, 64, 255]),
  ...container(45, 114, [84, 196, 182, 255]),
  ...container(133, 114, [236, 240, 243, 255]),
  { x: 32, y: 180, width: 192, height: 12, round: 6, colour: [244, 162, 64, 255] },
  { x: 56, y: 202, width: 144, height: 8, round: 4, colour: [84, 196, 182, 255] },
];

function covers({ x, y, width, height, round }: Box, atX: number, atY: number): boolean {
  const fromX = Math.max(Math.abs(atX - x - width / 2) - width / 2 + round, 0);
  const fromY = Math.max(Math.abs(atY - y - height / 2) - height / 2 + round, 0);
  return Math.hypot(fromX, fromY) <= round;
}

function over(below: Colour, above: Colour): Colour {
  const share = above[3] / 255;
  const mix = (index: 0 | 1 | 2) => above[index] * share + below[index] * (1 - share);
  return [mix(0), mix(1), mix(2), Math.max(below[3], above[3])];
}

/** The mean of the samples in a pixel. Colours of clear samples do not count. */
function pixel(x: number, y: number): number[] {
  const sum = [0, 0, 0, 0];
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
    const atX = x + ((sample % SAMPLES) + 0.5) / SAMPLES;
    const atY = y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
    const colour = BOXES.filter((box) => covers(box, atX, atY)).reduce((below, box) => over(below, box.colour), CLEAR);
    const share = colour[3] / 255;
    [colour[0] * share, colour[1] * share, colour[2] * share, share].forEach((part, index) => {
      sum[index] = (sum[index] ?? 0) + part;
    });
  }
  const [red = 0, green = 0, blue = 0, covered = 0] = sum;
  const colours = [red, green, blue].map((part) => (covered === 0 ? 0 : Math.round(part / covered)));
  return [...colours, Math.round((255 * covered) / SAMPLES ** 2)];
}

function chunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function png(): Buffer {
  const rows = Array.from({ length: SIZE }, (_, y) => [0, ...Array.from({ length: SIZE }, (_, x) => pixel(x, y)).flat()]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 6, 0, 0, 0], 8); // eight bits a channel, with transparency
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.from(rows.flat()), { level: 9 });
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

writeFileSync(join(import.meta.dirname, "../icon.png"), png());
