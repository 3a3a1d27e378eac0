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
    ['integers', file(entry({ dtype: 'I32' }), one), /dtype the text "I32"; F16, BF16, F32, F64 are read/],
    ['a dtype out of the prototype', file(entry({ dtype: 'constructor' }), one), /F32, F64/],
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
import base64, json, struct
import numpy as np
TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "I64": "<i8"}

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

def save(path, tensors, metadata=None):
    head, body = ({"__metadata__": metadata} if metadata else {}), b""
    for name, it in tensors.items():
        kind = next(k for k, v in TYPES.items() if np.dtype(v) == it.dtype)
        head[name] = {"dtype": kind, "shape": list(it.shape), "data_offsets": [len(body), len(body) + it.nbytes]}
        body += np.ascontiguousarray(it).tobytes()
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + body)

bits = lambda it: it.tobytes().hex()
half = lambda it: it.astype("<f2")
double = lambda it: it.astype("<f8")
plain = lambda it: it.astype("<f8").ravel().tolist()
`;
  /** The same by PyTorch: Hugging Face’s own module where it is installed, else its format read and written here. */
  const TORCH = `
import base64, json, struct
import torch
TYPES = {"F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32, "F64": torch.float64, "I64": torch.int64}
raw = lambda it: bytes(it.contiguous().reshape(-1).view(torch.uint8).tolist()) if it.numel() else b""
try:
    from safetensors import safe_open
    from safetensors.torch import load_file, save_file as save
    def load(path):
        with safe_open(path, "pt") as file:
            return load_file(path), file.metadata()
except ImportError:
    def load(path):
        data = open(path, "rb").read()
        (length,) = struct.unpack("<Q", data[:8])
        head = json.loads(data[8:8 + length])
        texts = head.pop("__metadata__", {})
        body = bytearray(data[8 + length:])
        def tensor(it):
            begin, end = it["data_offsets"]
            return torch.frombuffer(body[begin:end], dtype=TYPES[it["dtype"]]).reshape(it["shape"])
        return {name: tensor(it) for name, it in head.items()}, texts

    def save(tensors, path, metadata=None):
        head, body = ({"__metadata__": metadata} if metadata else {}), b""
        for name, it in tensors.items():
            kind = next(k for k, v in TYPES.items() if v == it.dtype)
            numbers = raw(it)
            head[name] = {"dtype": kind, "shape": list(it.shape), "data_offsets": [len(body), len(body) + len(numbers)]}
            body += numbers
        text = json.dumps(head).encode()
        open(path, "wb").write(struct.pack("<Q", len(text)) + text + body)

save_to, save = save, lambda path, tensors, metadata=None: save_to(tensors, path, metadata)
bits = lambda it: raw(it).hex()
half = lambda it: it.to(torch.bfloat16)
double = lambda it: it.double().clone()
plain = lambda it: it.double().reshape(-1).tolist()
`;
  const BOTH_WAYS = `
open("in.safetensors", "wb").write(base64.b64decode(open("in.txt").read()))
tensors, texts = load("in.safetensors")
doubled = {name: it * 2 for name, it in tensors.items()}
written = {
    "as it came": (doubled, None),
    "the other way round": (dict(reversed(list(doubled.items()))), {"format": "pt", "by": "somebody else"}),
    "in double precision": ({name: double(it) for name, it in doubled.items()}, None),
    "with one of another network": ({**doubled, "fc.weight": double(next(iter(doubled.values())))}, None),
    "in half precision": ({name: half(it) for name, it in doubled.items()}, None),
}
files = {}
for kind, (it, metadata) in written.items():
    save("out.safetensors", it, metadata=metadata)
    files[kind] = base64.b64encode(open("out.safetensors", "rb").read()).decode()
print(json.dumps({
    "shapes": {name: list(it.shape) for name, it in tensors.items()},
    "bits": {name: bits(it) for name, it in tensors.items()},
    "halves": {name: plain(half(it)) for name, it in doubled.items()},
    "title": json.loads(texts["experiment"])["title"],
    "files": files,
}))
`;
  interface Told {
    readonly shapes: Record<string, number[]>;
    readonly bits: Record<string, string>;
    readonly halves: Record<string, number[]>;
    readonly title: string;
    readonly files: Record<string, string>;
  }
  const exact = {
    ...parameters,
    weights: { ...parameters.weights, [id]: numbers.map((it) => it + 1e-12) },
  };
  const each = (change: (it: Float64Array, name: string) => Float64Array) =>
    Object.fromEntries(
      (['weights', 'biases'] as const).map((kind) => [
        kind,
        Object.fromEntries(
          Object.entries(exact[kind]).map(([key, it]) => [key, change(it, `${kind}.${key}`)]),
        ),
      ]),
    );
  const hex = (it: ArrayBufferView) => Buffer.from(it.buffer, it.byteOffset, it.byteLength).toString('hex');

  describe.each([
    ['NumPy', NUMPY, pythonWith('numpy')],
    ['PyTorch', TORCH, pythonWith('torch')],
  ] as const)('and %s', (_, program, python) => {
    test.runIf(python)('read each other’s files, to the bit, whatever else is in them', async () => {
      const { status, stdout, stderr } = runPython(python!, {
        'both.py': program + BOTH_WAYS,
        'in.txt': Buffer.from(encodeWeights(experiment, exact)).toString('base64'),
      });
      expect(status, stderr).toBe(0);
      const told = JSON.parse(stdout) as Told;
      expect(told.title).toBe(experiment.title);
      expect(told.shapes[`weights.${id}`]).toEqual(shape);
      each((it, name) => {
        expect(told.bits[name]).toBe(hex(name === `weights.${id}` ? it : Float32Array.from(it)));
        return it;
      });
      for (const [kind, file] of Object.entries(told.files)) {
        const { value, issues } = await decodeWeights(new Blob([Buffer.from(file, 'base64')]), network);
        const isHalf = kind === 'in half precision';
        const expected = (it: Float64Array, name: string) =>
          isHalf ? Float64Array.from(told.halves[name]!) : it.map((x) => 2 * x);
        expect(value, kind).toEqual(each(expected));
        expect(issues, kind).toHaveLength(kind.startsWith('with one') ? 1 : 0);
      }
    });
  });
});

test('every half and every bfloat16 is read as the number it is', () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, i) => i);
  const read = (dtype: string) =>
    decodeTensors(
      file(
        JSON.stringify({ w: { dtype, shape: [65_536], data_offsets: [0, 131_072] } }),
        new Uint8Array(all.buffer),
      ),
    ).value!.tensors.get('w')!.numbers;
  const singles = new Float32Array(Uint32Array.from(all, (it) => it << 16).buffer);
  expect(read('BF16')).toEqual(Float64Array.from(singles));
  const halves = read('F16');
  // Of the standard: 1, the largest, the least normal and subnormal ones, both zeros, infinity.
  const known = {
    15360: 1,
    31743: 65504,
    1024: 2 ** -14,
    1: 2 ** -24,
    0: 0,
    32768: -0,
    31744: Infinity,
    49152: -2,
  };
  for (const [bits, number] of Object.entries(known)) expect(halves[Number(bits)]).toBe(number);
  for (let i = 0; i < 31_744; i++) {
    expect(halves[i + 1]!).toBeGreaterThan(halves[i]!);
    expect(halves[i + 32_768]).toBe(-halves[i]!);
  }
});
