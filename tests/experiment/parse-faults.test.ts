import { describe, expect, test } from 'vitest';
import { parse } from '#experiment/parse.ts';
import { changed, full, type Loose } from './samples.ts';

const json = (text: string): Loose => JSON.parse(text);
const column = (rows: number): number[][] => Array.from({ length: rows }, () => [0, 1]);

type Case = readonly [what: string, document: unknown, code: string, at: string, message: RegExp];

const unusable: readonly Case[] = [
  ['nothing', undefined, 'wrong-type', '', /must be an object; found nothing/],
  ['null', null, 'wrong-type', '', /object; found null/],
  ['a list', [1], 'wrong-type', '', /object; found a list of 1/],
  ['a text', '{}', 'wrong-type', '', /object; found the text "{}"/],
  ['no version', {}, 'version', 'version', /must be 1.*found nothing/],
  ['another version', { ...full(), version: 2 }, 'version', 'version', /must be 1.*found 2/],
  ['a version in words', { ...full(), version: '1' }, 'version', 'version', /found the text "1"/],
  ['no network', { version: 1 }, 'missing', 'network', /nodes and connections/],
  ['a network that is none', { ...full(), network: 7 }, 'wrong-type', 'network', /object; found 7/],
  [
    'nodes that are no list',
    changed((it) => (it.network.nodes = {})),
    'wrong-type',
    'network.nodes',
    /list; found an object/,
  ],
  [
    'no connections',
    changed((it) => delete it.network.connections),
    'missing',
    'network.connections',
    /list/,
  ],
  [
    'too many nodes',
    changed((it) => (it.network.nodes = new Array(1e9))),
    'limit',
    'network.nodes',
    /1,024.*1,000,000,000/,
  ],
  [
    'a node that is none',
    changed((it) => (it.network.nodes[1] = null)),
    'wrong-type',
    'network.nodes[1]',
    /object; found null/,
  ],
  [
    'an id that is no text',
    changed((it) => (it.network.nodes[1].id = 5)),
    'wrong-type',
    'network.nodes[1].id',
    /text; found 5/,
  ],
  [
    'an endless id',
    changed((it) => (it.network.nodes[1].id = 'x'.repeat(201))),
    'limit',
    'network.nodes[1].id',
    /200.*201/,
  ],
  [
    'no id',
    changed((it) => delete it.network.connections[0].id),
    'missing',
    'network.connections[0].id',
    /missing/,
  ],
  [
    'no units',
    changed((it) => delete it.network.nodes[1].units),
    'missing',
    'network.nodes[1].units',
    /number/,
  ],
  [
    'a text for units',
    changed((it) => (it.network.nodes[1].units = '8')),
    'wrong-type',
    'network.nodes[1].units',
    /number; found the text "8"/,
  ],
  [
    '5,000 units',
    changed((it) => (it.network.nodes[1].units = 5000)),
    'limit',
    'network.nodes[1].units',
    /1 to 4,096; found 5000/,
  ],
  [
    'units NaN',
    changed((it) => (it.network.nodes[1].units = Number.NaN)),
    'out-of-range',
    'network.nodes[1].units',
    /found NaN/,
  ],
  [
    'an unknown activation',
    changed((it) => (it.network.nodes[1].activation = 'swish')),
    'unknown-value',
    'network.nodes[1].activation',
    /"swish".*Accepted: identity, tanh, relu, sigmoid, leaky-relu, gelu, softplus/,
  ],
  [
    'a prototype key for an activation',
    changed((it) => (it.network.nodes[1].activation = '__proto__')),
    'unknown-value',
    'network.nodes[1].activation',
    /Accepted/,
  ],
  [
    'an activation that is no text',
    changed((it) => (it.network.connections[1].activation = ['tanh'])),
    'wrong-type',
    'network.connections[1].activation',
    /a list of 1. Accepted/,
  ],
  [
    'an unknown op',
    changed((it) => (it.network.connections[1].op = 'relay')),
    'unknown-value',
    'network.connections[1].op',
    /Accepted: dense/,
  ],
  [
    'an unknown likelihood',
    changed((it) => (it.network.nodes[1].likelihood = 'poisson')),
    'unknown-value',
    'network.nodes[1].likelihood',
    /gaussian, categorical/,
  ],
  [
    'an unknown clamp',
    changed((it) => (it.network.nodes[1].clamp = { learning: 'output' })),
    'unknown-value',
    'network.nodes[1].clamp.learning',
    /input, target, free/,
  ],
  [
    'precision zero',
    changed((it) => (it.network.nodes[1].precision = 0)),
    'out-of-range',
    'network.nodes[1].precision',
    /above 0; found 0/,
  ],
  [
    'precision 1e400',
    changed((it) => (it.network.nodes[1].precision = json('1e400'))),
    'out-of-range',
    'network.nodes[1].precision',
    /found Infinity/,
  ],
  [
    'two targets',
    changed((it) => (it.network.nodes[2].clamp = { learning: 'target' })),
    'duplicate',
    'network.nodes[3].clamp.learning',
    /2 target nodes \(x2, x3\)/,
  ],
  [
    'a cycle',
    changed((it) => it.network.connections.push({ id: 'back', from: 'x2', to: 'x1' })),
    'cycle',
    'network.connections',
    /x1 → x2 → x1|x2 → x1 → x2/,
  ],
  [
    'a node called __proto__',
    changed((it) => (it.network.nodes[1].id = '__proto__')),
    'unknown-value',
    'network.nodes[1].id',
    /__proto__/,
  ],
  [
    'a node called constructor',
    changed((it) => (it.network.nodes[1].id = 'constructor')),
    'unknown-value',
    'network.nodes[1].id',
    /constructor/,
  ],
  ['a title that is no text', { ...full(), title: 3 }, 'wrong-type', 'title', /text; found 3/],
  ['a text for the seed', { ...full(), seed: '1' }, 'wrong-type', 'seed', /number; found the text "1"/],
  [
    'an unknown rule',
    changed((it) => (it.inference.rule = 'magic')),
    'unknown-value',
    'inference.rule',
    /strict, fixed-prediction, zero-divergence, incremental, backprop/,
  ],
  [
    'an unknown start',
    changed((it) => (it.inference.start = 'end')),
    'unknown-value',
    'inference.start',
    /forward, zero, random, keep/,
  ],
  [
    'a text for the inference rate',
    changed((it) => (it.inference.inferenceRate = '0.1')),
    'wrong-type',
    'inference.inferenceRate',
    /number/,
  ],
  [
    'null for the steps',
    changed((it) => (it.inference.settleSteps = null)),
    'wrong-type',
    'inference.settleSteps',
    /number; found null/,
  ],
  [
    'an unknown optimizer',
    changed((it) => (it.learning.optimizer = 'adamw')),
    'unknown-value',
    'learning.optimizer',
    /sgd, momentum, adam/,
  ],
  [
    'inference as a list',
    { ...full(), inference: [] },
    'wrong-type',
    'inference',
    /object; found an empty list/,
  ],
  ['a view that is none', { ...full(), view: 'wide' }, 'wrong-type', 'view', /object/],
  ['data of no name', { ...full(), data: {} }, 'missing', 'data.name', /Accepted: circle, .*rows/],
  ['unknown data', { ...full(), data: { name: 'mnist' } }, 'unknown-value', 'data.name', /digits, rows/],
  [
    'data under a prototype key',
    { ...full(), data: { name: 'constructor' } },
    'unknown-value',
    'data.name',
    /Accepted/,
  ],
  [
    'data of another width',
    { ...full(), data: { name: 'digits' } },
    'shape',
    'data.name',
    /digits needs 784 input units, but x0 has 2/,
  ],
  [
    'more classes than units',
    changed((it) => Object.assign(it, { data: { name: 'circle' }, ...widen(it, 3) })),
    'shape',
    'data.name',
    /circle needs 2 units on a categorical target, but x3 has 3/,
  ],
  [
    'one categorical unit for two classes',
    changed((it) => Object.assign(it, { data: { name: 'circle' }, ...widen(it, 1) })),
    'shape',
    'data.name',
    /needs 2 units on a categorical target/,
  ],
  [
    'a regression on a categorical target',
    changed((it) => regress(it)),
    'shape',
    'data.name',
    /sine is a regression/,
  ],
  [
    'no inputs',
    changed((it) => delete it.data.inputs),
    'missing',
    'data.inputs',
    /list of rows of 2 numbers/,
  ],
  [
    'empty inputs',
    changed((it) => (it.data.inputs = [])),
    'missing',
    'data.inputs',
    /empty.*at least one row/,
  ],
  [
    'rows that differ in number',
    changed((it) => it.data.inputs.push([1, 1])),
    'shape',
    'data.targets',
    /as many rows as data.inputs, 3; found 2/,
  ],
  [
    'rows of another width',
    changed((it) => (it.data.inputs = [[1], [2]])),
    'shape',
    'data.inputs',
    /2 × 2.*found 2 × 1/,
  ],
  [
    'uneven rows',
    changed((it) => (it.data.inputs = [[1, 2], [1]])),
    'shape',
    'data.inputs',
    /row 1 with a list of 1/,
  ],
  [
    'rows without columns',
    changed((it) => (it.data.inputs = [1, 2])),
    'shape',
    'data.inputs',
    /list of 2 without rows/,
  ],
  [
    'too many rows',
    changed((it) => Object.assign(it.data, { inputs: column(20_001), targets: column(20_001) })),
    'limit',
    'data.inputs',
    /20,000.*20,001/,
  ],
  [
    'data NaN',
    changed((it) => (it.data.inputs[1][0] = Number.NaN)),
    'out-of-range',
    'data.inputs[1][0]',
    /finite number; found NaN/,
  ],
  [
    'data 1e400',
    changed((it) => (it.data.inputs[1][0] = json('1e400'))),
    'out-of-range',
    'data.inputs[1][0]',
    /found Infinity/,
  ],
  [
    'data beyond single precision',
    changed((it) => (it.data.inputs[1][0] = 1e39)),
    'out-of-range',
    'data.inputs[1][0]',
    /found 1e\+39/,
  ],
  [
    'a text in the data',
    changed((it) => (it.data.targets[0][1] = '1')),
    'wrong-type',
    'data.targets[0][1]',
    /found the text "1"/,
  ],
  [
    'data of big integers',
    changed((it) => (it.data.targets[0] = BigInt64Array.of(0n, 1n))),
    'wrong-type',
    'data.targets[0][0]',
    /found a bigint/,
  ],
  [
    'a distribution that sums to 0.9',
    changed((it) => (it.data.targets[1] = [0.4, 0.5])),
    'data',
    'data.targets[1]',
    /sum to 1.*x3 is categorical; found a sum of 0.9/,
  ],
  [
    'a negative probability',
    changed((it) => (it.data.targets[1] = [1.5, -0.5])),
    'data',
    'data.targets[1]',
    /at least 0.*found -0.5/,
  ],
  [
    'weights of no connection',
    changed((it) => (it.parameters.weights.w9 = [[1]])),
    'unknown-id',
    'parameters.weights.w9',
    /Connections: w1, w2, w3, skip/,
  ],
  [
    'weights of another shape',
    changed(
      (it) =>
        (it.parameters.weights.w1 = [
          [1, 2, 3],
          [4, 5, 6],
        ]),
    ),
    'shape',
    'parameters.weights.w1',
    /must be 3 × 2, as x1 has 3 units and x0 has 2.*found 2 × 3/,
  ],
  [
    'weights that are no list',
    changed((it) => (it.parameters.weights.w1 = 1)),
    'wrong-type',
    'parameters.weights.w1',
    /3 × 2.*found 1/,
  ],
  [
    'flat weights of another size',
    changed((it) => (it.parameters.weights.w1 = new Float32Array(5))),
    'shape',
    'parameters.weights.w1',
    /found a list of 5/,
  ],
  [
    'a weight NaN',
    changed((it) => (it.parameters.weights.w1[2][1] = Number.NaN)),
    'out-of-range',
    'parameters.weights.w1[2][1]',
    /finite/,
  ],
  [
    'a weight NaN in a typed array',
    changed((it) => (it.parameters.weights.w1[2] = Float32Array.of(0, Number.NaN))),
    'out-of-range',
    'parameters.weights.w1[2][1]',
    /finite/,
  ],
  [
    'biases of no node',
    changed((it) => (it.parameters.biases.x9 = [1])),
    'unknown-id',
    'parameters.biases.x9',
    /Nodes: x0, x1/,
  ],
  [
    'biases of another length',
    changed((it) => (it.parameters.biases.x1 = [1])),
    'shape',
    'parameters.biases.x1',
    /list of 3 numbers, as x1 has 3 units; found a list of 1/,
  ],
  ['a pin on no node', changed((it) => (it.pins.x9 = { 0: 1 })), 'unknown-id', 'pins.x9', /Nodes: x0/],
  [
    'a pin under a prototype key',
    { ...full(), pins: json('{"__proto__": {"0": 1}}') },
    'unknown-id',
    'pins.__proto__',
    /no node/,
  ],
  [
    'a pin on no unit',
    changed((it) => (it.pins.x2 = { 4: 1 })),
    'unknown-id',
    'pins.x2.4',
    /0 to 3.*x2; found 4/,
  ],
  [
    'a pin on a unit in words',
    changed((it) => (it.pins.x2 = { first: 1 })),
    'unknown-id',
    'pins.x2.first',
    /0 to 3/,
  ],
  ['a pin NaN', changed((it) => (it.pins.x2 = { 0: Number.NaN })), 'out-of-range', 'pins.x2.0', /finite/],
  [
    'a lesion on no node',
    changed((it) => (it.lesions.units.x9 = [0])),
    'unknown-id',
    'lesions.units.x9',
    /Nodes/,
  ],
  [
    'a lesion on no unit',
    changed((it) => (it.lesions.units.x1 = [0, 3])),
    'unknown-id',
    'lesions.units.x1[1]',
    /0 to 2.*x1; found 3/,
  ],
  [
    'a lesion on no connection',
    changed((it) => (it.lesions.weights.w9 = [[0, 0]])),
    'unknown-id',
    'lesions.weights.w9',
    /Connections/,
  ],
  [
    'a lesion on no synapse',
    changed((it) => (it.lesions.weights.w2 = [[0, 3]])),
    'unknown-id',
    'lesions.weights.w2[0][1]',
    /0 to 2.*x1; found 3/,
  ],
  [
    'a lesion that is no pair',
    changed((it) => (it.lesions.weights.w2 = [3])),
    'shape',
    'lesions.weights.w2[0]',
    /pair \[out, in\]; found 3/,
  ],
  [
    'an endless list of lesions',
    changed((it) => (it.lesions.units.x1 = new Array(1e9))),
    'limit',
    'lesions.units.x1',
    /up to 3/,
  ],
];

describe.each(unusable)('%s', (_, document, code, at, message) => {
  test('makes a document unusable, and the first issue says where and why', () => {
    const { value, issues } = parse(document);
    expect(value).toBeNull();
    expect(issues[0]).toMatchObject({ code, at });
    expect(issues[0]!.message).toMatch(message);
    expect(issues[0]!.message).toContain(at.split(/[.[]/)[0]);
  });
});

test('a document that holds itself is read', () => {
  const document = full();
  document.view.self = document;
  document.network.nodes[0].parent = document.network;
  expect(parse(document).value).not.toBeNull();
});

test('what the prototype of an object holds is not read', () => {
  const { value, issues } = parse(Object.create(full()));
  expect(value).toBeNull();
  expect(issues[0]!.at).toBe('version');
});

test('an object that fails while it is read is refused, not thrown', () => {
  const trap = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no');
      },
    },
  );
  const getter = {
    ...full(),
    get title() {
      throw new Error('no');
    },
  };
  for (const input of [trap, getter, changed((it) => (it.network.nodes[1] = trap))]) {
    expect(parse(input)).toEqual({ value: null, issues: [expect.objectContaining({ code: 'wrong-type' })] });
  }
});

test('a thousand faults are told in at most fifty issues of a kind, fatal ones first', () => {
  const document = full();
  for (let i = 0; i < 1000; i++) document[`field${i}`] = i;
  document.inference.rule = 'magic';
  const { issues } = parse(document);
  expect(issues.length).toBe(51);
  expect(issues[0]!.at).toBe('inference.rule');
});

function widen(document: Loose, units: number) {
  document.network.nodes[3].units = units;
  return {};
}

function regress(document: Loose) {
  document.network.nodes[0].units = 1;
  document.network.nodes[3].units = 1;
  document.parameters = {};
  document.data = { name: 'sine' };
}
