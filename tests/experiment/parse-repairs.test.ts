import { describe, expect, test } from 'vitest';
import { parse } from '#experiment/parse.ts';
import { changed, full, type Loose } from './samples.ts';

const json = (text: string): Loose => JSON.parse(text);

type Case = readonly [what: string, document: unknown, code: string, at: string, message: RegExp];

const repaired: readonly (readonly [...Case, path: readonly string[], value: unknown])[] = [
  [
    'an unknown field',
    { ...full(), colour: 1 },
    'unknown-field',
    'colour',
    /not a known field.*Known here: version/,
    ['title'],
    'Everything',
  ],
  [
    'an unknown field deep inside',
    changed((it) => (it.network.nodes[0].shape = [28, 28])),
    'unknown-field',
    'network.nodes[0].shape',
    /ignored/,
    ['title'],
    'Everything',
  ],
  [
    'a prototype key',
    json(`{"__proto__": {"version": 2}, ${JSON.stringify(full()).slice(1)}`),
    'unknown-field',
    '__proto__',
    /ignored/,
    ['version'],
    1,
  ],
  [
    'an endless title',
    { ...full(), title: 'x'.repeat(300) },
    'limit',
    'title',
    /200 characters; found 300/,
    ['title'],
    'x'.repeat(200),
  ],
  [
    'a negative seed',
    { ...full(), seed: -1 },
    'out-of-range',
    'seed',
    /0 to 4,294,967,295; found -1, and 0/,
    ['seed'],
    0,
  ],
  [
    '1e9 steps',
    changed((it) => (it.inference.settleSteps = 1e9)),
    'out-of-range',
    'inference.settleSteps',
    /0 to 10,000; found 1,000,000,000, and 10,000/,
    ['inference', 'settleSteps'],
    10_000,
  ],
  [
    '2.5 steps',
    changed((it) => (it.inference.settleSteps = 2.5)),
    'out-of-range',
    'inference.settleSteps',
    /whole/,
    ['inference', 'settleSteps'],
    3,
  ],
  [
    'fewer steps than none',
    changed((it) => (it.inference.settleSteps = -1)),
    'out-of-range',
    'inference.settleSteps',
    /0 to/,
    ['inference', 'settleSteps'],
    0,
  ],
  [
    'NaN steps',
    changed((it) => (it.inference.settleSteps = Number.NaN)),
    'out-of-range',
    'inference.settleSteps',
    /found NaN, and 20/,
    ['inference', 'settleSteps'],
    20,
  ],
  [
    'a rate of zero',
    changed((it) => (it.inference.inferenceRate = 0)),
    'out-of-range',
    'inference.inferenceRate',
    /found 0, and 0.1/,
    ['inference', 'inferenceRate'],
    0.1,
  ],
  [
    'a rate of 1e400',
    changed((it) => (it.inference.inferenceRate = json('1e400'))),
    'out-of-range',
    'inference.inferenceRate',
    /found Infinity, and 100/,
    ['inference', 'inferenceRate'],
    100,
  ],
  [
    'a negative learning rate',
    changed((it) => (it.learning.learningRate = -1)),
    'out-of-range',
    'learning.learningRate',
    /found -1, and 0.01/,
    ['learning', 'learningRate'],
    0.01,
  ],
  [
    'an empty batch',
    changed((it) => (it.learning.batchSize = 0)),
    'out-of-range',
    'learning.batchSize',
    /1 to/,
    ['learning', 'batchSize'],
    1,
  ],
  [
    'a split in percent',
    changed((it) => (it.data.split = 80)),
    'out-of-range',
    'data.split',
    /to 1; found 80/,
    ['data', 'split'],
    1,
  ],
  [
    'a name for rows',
    changed((it) => (it.data.samples = 2)),
    'unknown-field',
    'data.samples',
    /Known here: name, inputs/,
    ['data', 'count'],
    2,
  ],
  [
    'a pin on a categorical target',
    changed((it) => (it.pins = { x3: { 0: 1 } })),
    'unknown-value',
    'pins.x3',
    /categorical/,
    ['pins'],
    {},
  ],
  [
    'a lesion on a categorical target',
    changed((it) => (it.lesions.units = { x3: [1] })),
    'unknown-value',
    'lesions.units.x3',
    /categorical/,
    ['lesions', 'units'],
    {},
  ],
  [
    'biases where none can be',
    changed((it) => (it.parameters.biases = { x0: [1, 2] })),
    'unknown-field',
    'parameters.biases.x0',
    /nothing predicts x0/,
    ['parameters', 'biases'],
    undefined,
  ],
  [
    'a view that is no JSON',
    { ...full(), view: { a: 1, f: () => 1, n: Number.NaN } },
    'limit',
    'view',
    /plain JSON/,
    ['view'],
    { a: 1 },
  ],
  [
    'a view with prototype keys',
    { ...full(), view: json('{"a": {"__proto__": {"b": 1}, "c": 2}}') },
    'limit',
    'view',
    /left out/,
    ['view'],
    { a: { c: 2 } },
  ],
  [
    'a vast view',
    { ...full(), view: { a: 1, b: new Array(20_000).fill(0) } },
    'limit',
    'view',
    /10,000/,
    ['view'],
    { a: 1 },
  ],
];

describe.each(repaired)('%s', (_, document, code, at, message, path, expected) => {
  test('is repaired, and one issue says how', () => {
    const { value, issues } = parse(document);
    expect(issues).toEqual([expect.objectContaining({ code, at, message: expect.stringMatching(message) })]);
    expect(path.reduce((it: Loose, key) => it[key], value)).toEqual(expected);
  });
});

test('noise on a set that takes none is repaired', () => {
  const document = { ...full(), ...wide(), data: { name: 'digits', noise: 0.3, samples: 100 } };
  const { value, issues } = parse(document);
  expect(issues.map((it) => it.at)).toEqual(['data.noise']);
  expect(value?.data).toEqual({ name: 'digits', samples: 100, noise: 0, seed: 1, split: 0.8 });
});

function wide() {
  return {
    network: {
      nodes: [
        { id: 'x0', units: 784, clamp: { learning: 'input', testing: 'input' } },
        { id: 'x3', units: 10, clamp: { learning: 'target' } },
      ],
      connections: [{ id: 'w', from: 'x0', to: 'x3' }],
    },
    pins: {},
    lesions: {},
    parameters: {},
  };
}
