import { describe, expect, test } from 'vitest';
import type { NamedData, OwnRows } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { fixtures, full, type Loose, sound } from './samples.ts';

const minimal = (units: readonly number[] = [2, 8, 1]): Loose => ({
  version: 1,
  network: {
    nodes: units.map((count, i) => ({
      id: `x${i}`,
      units: count,
      ...(i === 0 && { clamp: { learning: 'input', testing: 'input' } }),
      ...(i === units.length - 1 && { clamp: { learning: 'target' } }),
    })),
    connections: units.slice(1).map((_, i) => ({ id: `w${i + 1}`, from: `x${i}`, to: `x${i + 1}` })),
  },
});

test.each(fixtures())('%s parses without issues', (_, document) => {
  expect(parse(document).issues).toEqual([]);
  expect(parse(document).value).not.toBeNull();
});

describe('a document with only what is required', () => {
  const { value, issues } = parse({ ...minimal(), data: { name: 'xor' } });

  test('has no issues', () => expect(issues).toEqual([]));

  test('is completed with the defaults', () => {
    expect(value).toEqual({
      version: 1,
      title: 'Untitled experiment',
      seed: 1,
      network: {
        nodes: [
          node('x0', 2, { learning: 'input', testing: 'input' }),
          node('x1', 8, { learning: 'free', testing: 'free' }),
          node('x2', 1, { learning: 'target', testing: 'free' }),
        ],
        connections: [
          { id: 'w1', from: 'x0', to: 'x1', activation: 'identity', op: 'dense' },
          { id: 'w2', from: 'x1', to: 'x2', activation: 'identity', op: 'dense' },
        ],
      },
      pins: {},
      lesions: { units: {}, weights: {} },
      parameters: {},
      data: { name: 'xor', samples: 256, noise: 0, seed: 1, split: 1 },
      inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 20, start: 'forward' },
      learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
      view: {},
    });
  });

  function node(id: string, units: number, clamp: object) {
    return { id, units, activation: 'identity', precision: 1, likelihood: 'gaussian', clamp };
  }
});

test('every field that is given arrives', () => {
  const value = sound(full());
  expect(value.title).toBe('Everything');
  expect(value.seed).toBe(7);
  expect(value.network.nodes[1]).toMatchObject({ activation: 'tanh', precision: 2 });
  expect(value.network.connections[1]).toMatchObject({ activation: 'gelu' });
  expect(value.pins).toEqual({ x2: { 3: 0.5 } });
  expect(value.lesions).toEqual({ units: { x1: [2] }, weights: { w2: [[0, 1]] } });
  expect(value.parameters.weights).toEqual({ w1: Float64Array.of(1, 2, 3, 4, 5, 6) });
  expect(value.parameters.biases).toEqual({ x1: Float64Array.of(0.1, 0.2, 0.3) });
  expect(value.data).toEqual({
    name: 'rows',
    count: 2,
    inputs: Float64Array.of(0, 1, 1, 0),
    targets: Float64Array.of(0, 1, 0.25, 0.75),
    split: 0.5,
    seed: 3,
  });
  expect(value.inference).toEqual(full().inference);
  expect(value.learning).toEqual(full().learning);
  expect(value.view).toEqual(full().view);
});

test('typed arrays are taken wherever numbers stand in a row', () => {
  const document = full();
  const { w1 } = document.parameters.weights;
  document.parameters.weights.w1 = w1.map((row: number[]) => Float32Array.from(row));
  document.parameters.biases.x1 = Float64Array.from(document.parameters.biases.x1);
  document.data.inputs = [Int8Array.of(0, 1), Uint8Array.of(1, 0)];
  document.lesions.units.x1 = Uint8Array.of(2);
  expect(sound(document)).toEqual(sound(full()));
  document.parameters.weights.w1 = Float32Array.of(1, 2, 3, 4, 5, 6);
  document.data.inputs = Float32Array.of(0, 1, 1, 0);
  expect(sound(document)).toEqual(sound(full()));
});

describe('missing data is inferred, and said where nothing fits', () => {
  const rows = (inputs: number, targets: readonly number[]): Partial<OwnRows> => ({
    name: 'rows',
    count: 1,
    inputs: new Float64Array(inputs),
    targets: Float64Array.from(targets),
  });
  const categorical = (document: Loose): Loose => {
    document.network.nodes.at(-1).likelihood = 'categorical';
    return document;
  };
  const cases: readonly [string, Loose, Partial<NamedData | OwnRows>][] = [
    ['2 → 1', minimal([2, 4, 1]), { name: 'circle', samples: 256, split: 1 }],
    ['2 → 2', minimal([2, 4, 2]), { name: 'circle' }],
    ['2 → 2 categorical', categorical(minimal([2, 4, 2])), { name: 'circle' }],
    ['1 → 1', minimal([1, 4, 1]), { name: 'sine' }],
    ['784 → 10', minimal([784, 4, 10]), { name: 'digits', samples: 10_000, split: 0.8 }],
    ['784 → 10 categorical', categorical(minimal([784, 4, 10])), { name: 'digits' }],
    ['3 → 2', minimal([3, 4, 2]), rows(3, [0, 0])],
    ['3 → 2 categorical', categorical(minimal([3, 4, 2])), rows(3, [1, 0])],
    ['2 → 1 categorical', categorical(minimal([2, 4, 1])), rows(2, [1])],
  ];
  test.each(cases)('for %s', (_, document, data) => {
    const { value, issues } = parse(document);
    expect(value?.data).toMatchObject(data);
    if (data.name !== 'rows') return expect(issues).toEqual([]);
    expect(issues).toEqual([expect.objectContaining({ code: 'data', at: 'data' })]);
    expect(`${issues[0]!.message} ${issues[0]!.hint}`).toMatch(/zeros.*Add/);
  });
});

test('a document may ask for no settling at all, under every rule that leaves the choice', () => {
  for (const rule of ['strict', 'fixed-prediction', 'incremental']) {
    const { value, issues } = parse({ ...minimal(), inference: { rule, settleSteps: 0 } });
    expect(issues).toEqual([]);
    expect(value?.inference.settleSteps).toBe(0);
  }
});

describe('a rule that leaves no choice', () => {
  const under = (inference: object) =>
    parse({ ...minimal([2, 4, 4, 1]), data: { name: 'circle' }, inference });
  const fixed = { inferenceRate: 1, settleSteps: 2, start: 'forward' };

  test('fills what is not given, silently', () => {
    for (const rule of ['zero-divergence', 'backprop']) {
      expect(under({ rule }).issues).toEqual([]);
      expect(under({ rule }).value?.inference).toEqual({ rule, ...fixed });
    }
  });

  test('takes its own values', () => {
    expect(under({ rule: 'zero-divergence', ...fixed }).issues).toEqual([]);
  });

  test('replaces other values, and zero-divergence says so', () => {
    const others = { inferenceRate: 0.1, settleSteps: 20, start: 'zero' };
    const { value, issues } = under({ rule: 'zero-divergence', ...others });
    expect(value?.inference).toEqual({ rule: 'zero-divergence', ...fixed });
    expect(issues.map((it) => [it.code, it.at])).toEqual([
      ['fixed-by-rule', 'inference.inferenceRate'],
      ['fixed-by-rule', 'inference.settleSteps'],
      ['fixed-by-rule', 'inference.start'],
    ]);
    expect(issues[1]!.message).toMatch(/fixed.*zero-divergence.* to 2; found 20/);
    const rival = under({ rule: 'backprop', ...others });
    expect(rival.issues).toEqual([]);
    expect(rival.value?.inference).toEqual({ rule: 'backprop', ...fixed });
  });

  test('counts the longest path of a graph', () => {
    const document = full();
    document.inference = { rule: 'zero-divergence' };
    expect(parse(document).value?.inference.settleSteps).toBe(2);
    expect(
      parse({ ...minimal([2, 1]), data: { name: 'xor' }, inference: { rule: 'backprop' } }).value?.inference
        .settleSteps,
    ).toBe(0);
  });
});
