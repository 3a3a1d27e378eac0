import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '#experiment/parse.ts';
import { full } from '../experiment/samples.ts';
import { expectAnswer, expectPrototypesUntouched, inTime, seed } from './laws.ts';
import { mutated } from './mutations.ts';
import { nastyJson, nastyObjects } from './values.ts';

const answers = async (document: unknown): Promise<void> => {
  expectAnswer(await inTime(() => parse(document)));
  expectPrototypesUntouched();
};

test('4,000 sound documents that were tampered with give an experiment or issues in words', () =>
  fc.assert(fc.asyncProperty(mutated(nastyJson), answers), { seed, numRuns: 4000 }));

test('3,000 documents with objects that no JSON holds do as well', () =>
  fc.assert(fc.asyncProperty(mutated(nastyJson, nastyObjects), answers), { seed, numRuns: 3000 }));

test('so do 2,000 values of any kind, wherever they stand in a document', () => {
  const any = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  const field = fc.constantFrom(
    'network',
    'pins',
    'lesions',
    'parameters',
    'data',
    'inference',
    'learning',
    'view',
  );
  const document = fc.oneof(
    any,
    fc.tuple(field, any).map(([key, value]) => ({ ...full(), [key]: value })),
  );
  return fc.assert(fc.asyncProperty(document, answers), { seed, numRuns: 2000 });
});

/** As many fields as would be met a thousand times and more where one object is held again and again. */
const wide = () => Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i]));
const times = (count: number, value: unknown): unknown[] => new Array(count).fill(value);

describe('a document that is small to send and endless to read is given up', () => {
  test.each([
    ['one view, a thousand times', () => ({ ...full(), view: { all: times(1000, wide()) } })],
    [
      'one node, a thousand times',
      () => ({
        ...full(),
        network: { nodes: times(1000, { ...wide(), id: 'x', units: 1 }), connections: [] },
      }),
    ],
    [
      'views in views',
      () => ({
        ...full(),
        view: { all: Array.from({ length: 15 }).reduce<unknown>((it) => times(40, it), {}) },
      }),
    ],
  ])('%s', async (_, make) => {
    const { value, issues } = parse(make());
    if (value) expect(JSON.stringify(value.view).length).toBeLessThan(1_000_000);
    else expect(issues[0]).toMatchObject({ code: 'limit', message: expect.stringMatching(/up to 100,000/) });
  });
});

describe('what is wrong a million times is told in fifty sentences, and the rest is not read', () => {
  const network = {
    nodes: [
      { id: 'x0', units: 1000, clamp: { learning: 'input' } },
      { id: 'x1', units: 1000, clamp: { learning: 'target' } },
    ],
    connections: [{ id: 'w', from: 'x0', to: 'x1' }],
  };
  test.each([
    ['lesions that are no pairs', { lesions: { weights: { w: times(90_000, 3) } } }],
    ['pins on no node', { pins: wide() }],
    ['pins on no unit', { pins: { x1: wide() } }],
    ['weights of no connection', { parameters: { weights: wide() } }],
    ['biases of no node', { parameters: { biases: wide() } }],
    ['nodes that are none', { network: { nodes: times(1024, 1), connections: times(16_384, 1) } }],
  ])('%s', async (_, fault) => {
    const { value, issues } = await inTime(() => parse({ version: 1, network, ...fault }));
    expect(value).toBeNull();
    expect(issues.filter((it) => it.code !== 'data')).toHaveLength(50);
  });
});
