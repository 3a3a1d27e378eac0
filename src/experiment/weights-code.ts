import type { Network } from '#core/network/network.ts';
import { isPredicted, nodeOf } from '#core/network/topology.ts';
import type { Experiment } from './experiment.ts';

/**
 * Parameters as bytes, for links. Tensor after tensor — weights in the order of the connections, then biases in the
 * order of the nodes — each with a byte before it that says how it is written:
 *
 * | 0 | left out: it is drawn from the seed |
 * | 1 | float32 |
 * | 2 | a float32 scale, then an int8 each: number = scale · int8 |
 * | 3 | float64, where a number has more digits than float32 keeps |
 *
 * Floats are little-endian and by significance, all lowest bytes first, so that what is alike stands together and
 * deflates well.
 */
export type WeightsCode = 'exact' | 'int8';

type Parameters = Experiment['parameters'];
type Tensor = Readonly<{ id: string; kind: 'weights' | 'biases'; length: number }>;

const ABSENT = 0;
const SINGLE = 1;
const INTEGERS = 2;
const DOUBLE = 3;

/** Where a float32 scale and its multiples keep their digits. */
const LEAST = 2 ** -110;
const MOST = 2 ** 127;

/** Every tensor a network may have given, in the order of the bytes. */
const tensorsOf = (network: Network): readonly Tensor[] => [
  ...network.connections.map(({ id, from, to }) => ({
    id,
    kind: 'weights' as const,
    length: nodeOf(network, from).units * nodeOf(network, to).units,
  })),
  ...network.nodes
    .filter((it) => isPredicted(network, it.id))
    .map(({ id, units }) => ({ id, kind: 'biases' as const, length: units })),
];

/** Finite parameters as bytes: `exact` to the bit, `int8` to half of 1/127 of the tensor's largest number. */
export function packParameters(
  parameters: Parameters,
  network: Network,
  code: WeightsCode,
): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const { id, kind } of tensorsOf(network)) {
    const numbers = parameters[kind]?.[id];
    if (!numbers) bytes.push(ABSENT);
    else if (code === 'int8' && fitsIntegers(numbers)) pushIntegers(bytes, numbers);
    else if (numbers.every((it) => Object.is(Math.fround(it), it)))
      pushFloats(bytes, SINGLE, new Float32Array(numbers));
    else pushFloats(bytes, DOUBLE, numbers);
  }
  return Uint8Array.from(bytes);
}

/** Undoes `packParameters`; null where the bytes are not what it writes for this network. */
export function unpackParameters(bytes: Uint8Array, network: Network): Parameters | null {
  const found = { weights: {} as Record<string, Float64Array>, biases: {} as Record<string, Float64Array> };
  let offset = 0;
  for (const { id, kind, length } of tensorsOf(network)) {
    const form = bytes[offset++];
    if (form === ABSENT) continue;
    const size = sizeOf(form, length);
    if (size === null || offset + size > bytes.length) return null;
    const part = bytes.subarray(offset, offset + size);
    const numbers = form === INTEGERS ? readIntegers(part) : readFloats(part, size / length);
    if (!numbers.every((it) => Number.isFinite(Math.fround(it)))) return null;
    found[kind][id] = numbers;
    offset += size;
  }
  if (offset !== bytes.length) return null;
  return {
    ...(Object.keys(found.weights).length > 0 && { weights: found.weights }),
    ...(Object.keys(found.biases).length > 0 && { biases: found.biases }),
  };
}

function sizeOf(form: number | undefined, length: number): number | null {
  if (form === SINGLE) return 4 * length;
  if (form === INTEGERS) return 4 + length;
  return form === DOUBLE ? 8 * length : null;
}

const largest = (numbers: Float64Array): number =>
  numbers.reduce((most, it) => Math.max(most, Math.abs(it)), 0);

function fitsIntegers(numbers: Float64Array): boolean {
  const most = largest(numbers);
  return most === 0 || (most > LEAST && most < MOST);
}

function pushIntegers(bytes: number[], numbers: Float64Array): void {
  const scale = Math.fround(largest(numbers) / 127);
  bytes.push(INTEGERS, ...new Uint8Array(Float32Array.of(scale).buffer));
  for (const it of numbers) bytes.push((scale === 0 ? 0 : Math.round(it / scale)) & 0xff);
}

/** Rounded to float32, as the engines take them: written again, they stay what they are. */
function readIntegers(part: Uint8Array): Float64Array {
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  const scale = view.getFloat32(0, true);
  return Float64Array.from(
    { length: part.length - 4 },
    (_, i) => Math.fround(scale * view.getInt8(4 + i)) + 0,
  );
}

function pushFloats(bytes: number[], form: number, numbers: Float32Array | Float64Array): void {
  const width = numbers.BYTES_PER_ELEMENT;
  const raw = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  bytes.push(form);
  for (let place = 0; place < width; place++)
    for (let i = place; i < raw.length; i += width) bytes.push(raw[i]!);
}

function readFloats(part: Uint8Array, width: number): Float64Array {
  const length = part.length / width;
  const view = new DataView(new ArrayBuffer(part.length));
  part.forEach((byte, i) => {
    view.setUint8((i % length) * width + Math.floor(i / length), byte);
  });
  const read = (i: number) => (width === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true));
  return Float64Array.from({ length }, (_, i) => read(i));
}
