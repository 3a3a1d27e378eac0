import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readView, type ViewState, writeView } from '#experiment/view-state.ts';

const count = fc.nat(10_000);
const state: fc.Arbitrary<ViewState> = fc.record(
  {
    t: count,
    sample: count,
    selection: fc.oneof(
      fc.record({ kind: fc.constant('unit' as const), node: fc.string(), unit: count }),
      fc.record({ kind: fc.constant('weight' as const), connection: fc.string(), out: count, in: count }),
    ),
    network: fc.constantFrom('posts', 'graph', 'matrix'),
    scope: fc.constantFrom('sample', 'batch'),
    answer: fc.constantFrom('clamped', 'free'),
    bench: fc.constantFrom('questions', 'sweep', 'take-away'),
  },
  { requiredKeys: [] },
);
const others = fc.dictionary(
  fc
    .string()
    .filter(
      (key) =>
        !['t', 'sample', 'selection', 'network', 'scope', 'answer', 'bench', '__proto__'].includes(key),
    ),
  fc.jsonValue(),
);

test('a state is read as it was written, and what belongs to others stays', () => {
  fc.assert(
    fc.property(others, state, state, (view, before, after) => {
      const written = writeView(writeView(view, before), after);
      expect(readView(written)).toEqual(after);
      expect(written).toEqual({ ...view, ...after });
    }),
  );
});

test('whatever a view holds, only states that make sense are read', () => {
  const wild = fc.record(
    {
      t: fc.jsonValue(),
      sample: fc.jsonValue(),
      selection: fc.jsonValue(),
      network: fc.jsonValue(),
      scope: fc.jsonValue(),
      answer: fc.jsonValue(),
      bench: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(wild, (view) => {
      const { t = 0, sample = 0 } = readView(view);
      expect([t, sample].every((it) => Number.isSafeInteger(it) && it >= 0)).toBe(true);
    }),
  );
});

test.each([
  ['a step before the first', { t: -1 }],
  ['a step beyond the longest settling', { t: 10_001 }],
  ['half a sample', { sample: 0.5 }],
  ['a selection of nothing', { selection: null }],
  ['a neuron without a number', { selection: { kind: 'unit', node: 'x1' } }],
  ['an unknown picture', { network: 'clouds' }],
  ['a bench that is none', { bench: 'kitchen' }],
  ['a word from a prototype', Object.create({ answer: 'free' })],
])('%s is left out', (_, view) => {
  expect(readView(view)).toEqual({});
});
