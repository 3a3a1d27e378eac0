import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toDocument } from '#experiment/document.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { fixtures, full, type Loose, sound } from './samples.ts';

const documents: readonly (readonly [string, Loose])[] = [
  ['everything', full()],
  ...fixtures(),
  ...presets.map(({ id, document }) => [`preset ${id}`, document] as const),
];

describe.each(documents)('the document of %s', (_, source) => {
  const experiment = sound(source);
  const text = JSON.stringify(toDocument(experiment));

  test('gives the experiment back through JSON, without issues', () => {
    expect(parse(JSON.parse(text))).toEqual({ value: experiment, issues: [] });
  });

  test('always has what a reader looks for', () => {
    const always = ['version', 'title', 'seed', 'network', 'data', 'inference', 'learning'];
    expect(Object.keys(JSON.parse(text))).toEqual(expect.arrayContaining(always));
  });
});

test('a document is as short as it reads well', () => {
  const { network, ...others } = toDocument(sound(presets[0]!.document));
  expect(network.nodes[1]).toEqual({ id: 'x1', units: 4, activation: 'tanh' });
  expect(network.connections[0]).toEqual({ id: 'w1', from: 'x0', to: 'x1' });
  expect(Object.keys(others)).toEqual(['version', 'title', 'seed', 'data', 'inference', 'learning']);
});

test('a document shares nothing with the experiment', () => {
  const experiment = sound(full());
  const document = toDocument(experiment) as Loose;
  document.network.nodes[0].clamp.learning = 'free';
  document.inference.rule = 'strict';
  document.view.panels.push('more');
  document.pins.x2[3] = 0;
  expect(experiment).toEqual(sound(full()));
});

test('other parameters may stand in for the given ones', () => {
  const experiment = sound(full());
  const biases = { x2: Float64Array.of(1, 2, 3, 4) };
  expect(toDocument(experiment, { biases }).parameters).toEqual({ biases: { x2: [1, 2, 3, 4] } });
  expect(toDocument(experiment, {})).not.toHaveProperty('parameters');
});

describe('any input', () => {
  /** Never throws; gives a value or says why not; a value survives its own document. */
  const holds = (input: unknown): void => {
    const { value, issues } = parse(input);
    for (const { message, at } of issues) {
      expect(message).toMatch(/^[^\n]{10,}[.]$/);
      expect(message).not.toContain('failed while it was read');
      expect(typeof at).toBe('string');
    }
    if (!value) expect(issues.length).toBeGreaterThan(0);
    else expect(parse(toDocument(value))).toEqual({ value, issues: [] });
  };

  test('is parsed or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything({ withTypedArray: true, withBigInt: true, withNullPrototype: true }), holds),
    );
    fc.assert(fc.property(fc.json(), (text) => holds(JSON.parse(text))));
  });

  test('is parsed or refused where a sound document was changed in one place', () => {
    const places = documents.slice(0, 3).flatMap(([, it]) => pathsIn(it).map((path) => [it, path] as const));
    const odd = fc.oneof(
      fc.constantFrom(
        undefined,
        null,
        Number.NaN,
        Infinity,
        -1,
        0,
        1e308,
        '',
        '__proto__',
        'free',
        'x1',
        [],
        {},
        [[]],
      ),
      fc.integer(),
      fc.double(),
      fc.anything({ maxDepth: 2, withTypedArray: true }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), odd, ([document, path], value) =>
        holds(replaced(document, path, value)),
      ),
      { numRuns: 1500 },
    );
  });

  test('is parsed or refused where sound numbers are drawn at random', () => {
    const numbers = fc.record({
      rule: fc.constantFrom('strict', 'fixed-prediction', 'zero-divergence', 'incremental', 'backprop'),
      inferenceRate: fc.double(),
      settleSteps: fc.double(),
      start: fc.constantFrom('forward', 'zero', 'random', 'keep'),
    });
    fc.assert(
      fc.property(numbers, fc.double(), fc.double(), (inference, seed, split) => {
        const { data, ...rest } = full();
        const { value } = parse({ ...rest, seed, inference, data: { ...data, split } });
        expect(value).not.toBeNull();
        expect(parse(toDocument(value!))).toEqual({ value, issues: [] });
      }),
    );
  });
});

type Path = readonly (string | number)[];

function pathsIn(value: Loose, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...keys.flatMap((key) => pathsIn(value[key], [...path, key]))];
}

function replaced(document: Loose, [key, ...path]: Path, value: unknown): Loose {
  if (key === undefined) return value;
  const copy = Array.isArray(document) ? [...document] : { ...document };
  copy[key] = replaced(copy[key], path, value);
  return copy;
}
