import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialize } from '#core/network/initialize.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { decodeTensors, encodeTensors, type Tensor } from '#experiment/safetensors.ts';
import { decodeWeights, encodeWeights } from '#experiment/weights-file.ts';
import { pythonWith, runPython } from '../oracles/python.ts';

/** A file put together by the format's words alone: length, header as it is given, numbers. */
function file(
  header: string,
  body = new Uint8Array(0),
  length = BigInt(Buffer.byteLength(header)),
): Uint8Array {
  const bytes = new Uint8Array(8 + Buffer.byteLength(header) + body.length);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  bytes.set(Buffer.from(header), 8);
  bytes.set(body, 8 + Buffer.byteLength(header));
  return bytes;
}

const bytesOf = (...numbers: number[]) => new Uint8Array(Float32Array.from(numbers).buffer);
const blob = (bytes: Uint8Array) => new Blob([bytes.slice()]);

const shapes = fc.array(fc.nat(4), { maxLength: 3 });
const anyFloat = fc.oneof(fc.float(), fc.double(), fc.constantFrom(0, -0, 2 ** -149, 2 ** -1074, Infinity));
const tensors = shapes.chain((shape) => {
  const length = shape.reduce((product, it) => product * it, 1);
  return fc
    .array(anyFloat, { minLength: length, maxLength: length })
    .map((it): Tensor => ({ shape, numbers: Float64Array.from(it) }));
});
const names = fc.string({ maxLength: 12 }).filter((it) => it !== '__metadata__');
const files = fc.record({
  tensors: fc.array(fc.tuple(names, tensors), { maxLength: 6 }).map((it) => new Map(it)),
  texts: fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 3 }).map((it) => new Map(it)),
});

test('what is written is read again, to the bit', () => {
  fc.assert(
    fc.property(files, (it) => {
      const { value, issues } = decodeTensors(encodeTensors(it));
      expect(issues).toEqual([]);
      expect(value!.texts).toEqual(it.texts);
      expect([...value!.tensors.keys()].sort()).toEqual([...it.tensors.keys()].sort());
      for (const [name, { shape, numbers }] of it.tensors) {
        const read = value!.tensors.get(name)!;
        expect(read.shape).toEqual(shape);
        expect(Array.from(read.numbers).every((x, i) => Object.is(x, numbers[i]))).toBe(true);
      }
    }),
  );
});

test('numbers begin at a multiple of eight bytes, F64 before F32', () => {
  const bytes = encodeTensors({
    tensors: new Map([
      ['single', { shape: [3], numbers: [1, 2, 3] }],
      ['double', { shape: [1], numbers: [0.1] }],
    ]),
    texts: new Map(),
  });
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  expect(length % 8).toBe(0);
  expect(JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString())).toEqual({
    double: { dtype: 'F64', shape: [1], data_offsets: [0, 8] },
    single: { dtype: 'F32', shape: [3], data_offsets: [8, 20] },
  });
});

describe('a hostile file is an issue:', () => {
  const entry = (it: object) =>
    JSON.stringify({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4], ...it } });
  const one = bytesOf(1);
  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /no header/],
    ['seven bytes', new Uint8Array(7), /no header/],
    ['a header longer than the file', file('{}', one, 7n), /longer than the file/],
    ['a header of 2⁶⁴ − 1 bytes', file('{}', one, 2n ** 64n - 1n), /longer than the file/],
    ['a header that is cut off', file('{"w":', one), /not JSON/],
    ['a header that is no text', file('{\u0000', one).fill(0xff, 8, 10), /not JSON/],
    ['a header that is a list', file('[]'), /no list of tensors/],
    ['a header that nests without end', file('{"w":'.repeat(100_000)), /not JSON/],
    ['a name twice', file(`{"w":${entry({}).slice(5, -1)},"w":${entry({}).slice(5, -1)}}`, one), /w twice/],
    ['a name twice, once escaped', file(`{"w":1,"\\u0077":2}`), /w twice/],
    ['a field twice', file(entry({}).replace('"shape"', '"dtype":"F64","shape"'), one), /dtype twice/],
    ['texts that are none', file('{"__metadata__":{"a":1}}'), /must hold texts/],
    ['a tensor that is a number', file('{"w":1}'), /has no dtype/],
    ['BF16', file(entry({ dtype: 'BF16', shape: [2] }), one), /dtype the text "BF16"; F32 and F64/],
    ['a dtype out of the prototype', file(entry({ dtype: 'constructor' }), one), /F32 and F64/],
    ['a negative unit', file(entry({ shape: [-1] }), one), /shape of whole numbers/],
    ['half a unit', file(entry({ shape: [0.5] }), one), /shape of whole numbers/],
    ['a shape beyond all numbers', file(entry({ shape: [2 ** 52, 2 ** 52, 2 ** 52] }), one), /does not fit/],
    ['a shape that does not fit its bytes', file(entry({ shape: [2] }), one), /does not fit its 4 bytes/],
    ['offsets beyond the file', file(entry({ shape: [2], data_offsets: [0, 8] }), one), /beyond the end/],
    ['offsets that run backwards', file(entry({ data_offsets: [4, 0] }), one), /beyond the end/],
    ['one offset', file(entry({ data_offsets: [0] }), one), /two data_offsets/],
    [
      'tensors that overlap',
      file(`{"v":${entry({}).slice(5, -1)},"w":${entry({}).slice(5, -1)}}`, one),
      /w does not begin where/,
    ],
    ['a hole before a tensor', file(entry({ data_offsets: [4, 8] }), bytesOf(1, 2)), /does not begin where/],
    ['bytes that belong to no tensor', file(entry({}), bytesOf(1, 2)), /has 8 bytes of numbers/],
  ])('%s', (_kind, bytes, words) => {
    const { value, issues } = decodeTensors(bytes);
    expect(value).toBeNull();
    expect(issues.map((it) => it.message).join()).toMatch(words);
  });

  test('anything at all, and anything that was one, changed', () => {
    const sound = encodeTensors({
      tensors: new Map([['w', { shape: [2, 2], numbers: [1, 2, 3, 0.1] }]]),
      texts: new Map([['format', 'pt']]),
    });
    const changed = fc
      .array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
      .map((spots) => {
        const bytes = sound.slice();
        for (const [at, byte] of spots) bytes[at] = byte;
        return bytes;
      });
    const headed = fc.json().map((it) => file(it, one));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), headed, changed), (bytes) => {
        const { value, issues } = decodeTensors(bytes);
        expect(value === null).toBe(issues.length > 0);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('weights of a network', () => {
  const experiment = parse(presets[0]!.document).value!;
  const { network } = experiment;
  const parameters = initialize(network, 7);
  const [id, numbers] = Object.entries(parameters.weights)[0]!;
  const [first] = network.connections;
  const units = (node: string) => network.nodes.find((it) => it.id === node)!.units;
  const shape = [units(first!.to), units(first!.from)];
  const opened = (it: Record<string, Tensor>) =>
    decodeWeights(blob(encodeTensors({ tensors: new Map(Object.entries(it)), texts: new Map() })), network);

  test('come back to the bit, with the document beside them', async () => {
    const exact = {
      ...parameters,
      weights: { ...parameters.weights, [id]: numbers.map((it) => it + 1e-12) },
    };
    const bytes = encodeWeights(experiment, exact);
    expect(await decodeWeights(blob(bytes), network)).toEqual({ value: exact, issues: [] });
    const document = JSON.parse(decodeTensors(bytes).value!.texts.get('experiment')!);
    expect(parse(document)).toEqual({ value: { ...experiment, parameters: {} }, issues: [] });
  });

  test('of another shape are refused, and the tensor is named', async () => {
    const { value, issues } = await opened({ [`weights.${id}`]: { shape: [1, 2], numbers: [1, 2] } });
    expect(value).toBeNull();
    expect(issues[0]!.at).toBe(`weights.${id}`);
    expect(issues[0]!.message).toBe(
      `weights.${id} is of shape [1, 2]; the network needs [${shape.join(', ')}].`,
    );
  });

  test('of the shape turned round are refused, though as many', async () => {
    const { value } = await opened({ [`weights.${id}`]: { shape: [...shape].reverse(), numbers } });
    expect(value).toBeNull();
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300])('with %s in them are refused', async (odd) => {
    const { value, issues } = await opened({ [`weights.${id}`]: { shape, numbers: numbers.with(1, odd) } });
    expect(value).toBeNull();
    expect(issues[0]!.message).toMatch(/not finite in float32/);
  });

  test('that belong to no connection are left out, and what is missing is said', async () => {
    const { value, issues } = await opened({
      [`weights.${id}`]: { shape, numbers },
      'fc1.weight': { shape: [1], numbers: [1] },
    });
    expect(value).toEqual({ weights: { [id]: numbers }, biases: {} });
    expect(issues.map((it) => it.code)).toEqual(['unknown-id', 'missing']);
    expect(issues[0]!.message).toMatch(/fc1\.weight/);
  });

  test('none of which is the network’s are refused', async () => {
    const { value, issues } = await opened({ 'fc1.weight': { shape: [1], numbers: [1] } });
    expect(value).toBeNull();
    expect(issues[0]!.message).toMatch(new RegExp(`names are like weights\\.${id}`));
  });

  /** The format once more, from its specification alone, in NumPy. */
  const NUMPY = `
import json, struct, sys
import numpy as np
TYPES = {"F32": "<f4", "F64": "<f8"}

def load(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    head = json.loads(data[8:8 + length])
    texts = head.pop("__metadata__", {})
    body = data[8 + length:]
    def tensor(it):
        begin, end = it["data_offsets"]
        return np.frombuffer(body[begin:end], TYPES[it["dtype"]]).reshape(it["shape"])
    return {name: tensor(it) for name, it in head.items()}, texts

def save(path, tensors):
    head, body = {}, b""
    for name, it in sorted(tensors.items()):
        kind = next(k for k, v in TYPES.items() if np.dtype(v) == it.dtype)
        head[name] = {"dtype": kind, "shape": list(it.shape), "data_offsets": [len(body), len(body) + it.nbytes]}
        body += np.ascontiguousarray(it).tobytes()
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + body)
`;
  const BOTH_WAYS = `
import base64
open("in.safetensors", "wb").write(base64.b64decode(open("in.txt").read()))
tensors, texts = load("in.safetensors")
doubled = {name: it * it.dtype.type(2) for name, it in tensors.items()}
save("out.safetensors", doubled)
print(json.dumps({
    "shapes": {name: it.shape for name, it in tensors.items()},
    "title": json.loads(texts["experiment"])["title"],
    "out": base64.b64encode(open("out.safetensors", "rb").read()).decode(),
}))
`;
  const python = pythonWith('numpy');

  test.runIf(python)('are read by NumPy, and what NumPy writes is read here, to the bit', async () => {
    const exact = {
      ...parameters,
      weights: { ...parameters.weights, [id]: numbers.map((it) => it + 1e-12) },
    };
    const bytes = encodeWeights(experiment, exact);
    const { status, stdout, stderr } = runPython(python!, {
      'both.py': NUMPY + BOTH_WAYS,
      'in.txt': Buffer.from(bytes).toString('base64'),
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const told = JSON.parse(stdout) as { shapes: Record<string, number[]>; title: string; out: string };
    expect(told.title).toBe(experiment.title);
    expect(told.shapes[`weights.${id}`]).toEqual(shape);
    const { value, issues } = await decodeWeights(blob(Buffer.from(told.out, 'base64')), network);
    expect(issues).toEqual([]);
    const twice = (it: Readonly<Record<string, Float64Array>>) =>
      Object.fromEntries(Object.entries(it).map(([key, array]) => [key, array.map((x) => 2 * x)]));
    expect(value).toEqual({ weights: twice(exact.weights), biases: twice(exact.biases) });
  });
});
