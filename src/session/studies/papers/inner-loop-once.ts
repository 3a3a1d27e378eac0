import { flops } from '#core/plan/cost.ts';
import { settling } from '#core/plan/programs.ts';
import { innerLoopOnce } from '#experiment/presets/papers/inner-loop-once.ts';
import type { Settlement } from '../../settle.ts';
import type { Expectation } from './expectation.ts';
import { reproduction } from './paper.ts';
import { under, type Workshop } from './workshop.ts';

const { document } = innerLoopOnce;
const WIDTHS = [2, 8, 8, 8, 8, 1] as const;
const CONNECTIONS = WIDTHS.slice(1).map((it, l) => it * WIDTHS[l]!);
const all = CONNECTIONS.reduce((sum, it) => sum + it, 0);
/** What errors are pulled back through: every connection but the first. */
const back = all - CONNECTIONS[0]!;
const EXACT = CONNECTIONS.length - 1;
const USUAL = 100;

interface Obtained {
  readonly once: Settlement;
  readonly swept: Settlement;
  readonly byWave: Settlement;
  /** Multiply-adds of an update’s gradients, per row. */
  readonly cost: { readonly swept: number; readonly usual: number; readonly backprop: number };
}

async function run(workshop: Workshop): Promise<Obtained> {
  workshop.expect(3);
  const swept = await workshop.settle(document, EXACT, 'a full step, four times');
  const once = await workshop.settle(document, 1, 'a full step, once');
  const byWave = await workshop.settle(under(document, { rule: 'zero-divergence' }), EXACT, 'the wave');
  const { plan } = await workshop.open(document);
  const multiplyAdds = (steps: number) => flops(plan, settling('fixed-prediction', steps, false), 1) / 2;
  const backprop = flops(plan, [{ schedule: 'evaluate' }, { schedule: 'sweep' }], 1) / 2;
  return { once, swept, byWave, cost: { swept: multiplyAdds(EXACT), usual: multiplyAdds(USUAL), backprop } };
}

const EQUAL = 'Equal to backprop but for rounding: single precision keeps seven digits of x, fewer of x − μ.';

const expectations: readonly Expectation<Obtained>[] = [
  {
    what: 'Fixed prediction, η = 1, T = L − 1',
    definition: 'Relative error of all weights after 4 settling steps, against backprop; 32 rows.',
    expected: { from: 0, to: 1e-5 },
    why: EQUAL,
    unit: 'number',
    of: ({ swept }) => swept.comparison.all!.relativeError,
  },
  {
    what: 'Zero-divergence',
    definition: 'The same for the wave, which learns on its way.',
    expected: { from: 0, to: 1e-5 },
    why: EQUAL,
    unit: 'number',
    of: ({ byWave }) => byWave.comparison.all!.relativeError,
  },
  {
    what: 'One step alone: the two last layers',
    definition: 'Larger relative error of layers 5 and 4 after a single settling step at η = 1.',
    expected: { from: 0, to: 1e-5 },
    why: 'The output’s error is there at once, and one step brings all of it one layer down.',
    unit: 'number',
    of: ({ once: { comparison } }) =>
      Math.max(comparison.connections.w5!.relativeError, comparison.connections.w4!.relativeError),
  },
  {
    what: 'One step alone: layers still without a gradient',
    definition: 'Layers whose gradient is exactly zero after a single settling step.',
    expected: { value: EXACT - 1, within: 0 },
    why: 'An error moves one layer a step: the first three layers have heard nothing.',
    unit: 'count',
    of: ({ once }) =>
      Object.values(once.gradients.weights).filter((it) => Array.from(it).every((g) => g === 0)).length,
  },
  {
    what: 'Multiply-adds, T = L − 1',
    definition:
      'Of one row’s gradients by fixed prediction at T = 4, over backprop’s, products of matrices only.',
    expected: { value: (2 * all + EXACT * back) / (2 * all + back), within: 0.01 },
    why: 'Forward pass and gradients once, and all errors pulled back in every step, where backprop does it once. Counted from the widths.',
    unit: 'number',
    of: ({ cost }) => cost.swept / cost.backprop,
  },
  {
    what: `Multiply-adds, T = ${USUAL}`,
    definition: `The same at T = ${USUAL}, about where η = 0.1 is within a hundredth of backprop.`,
    expected: { value: (2 * all + USUAL * back) / (2 * all + back), within: 0.01 },
    why: 'The same count. This is the price of iterating to what one sweep gives.',
    unit: 'number',
    of: ({ cost }) => cost.usual / cost.backprop,
  },
];

export const once = reproduction<Obtained>({
  id: 'inner-loop-once',
  title: 'The inner loop, once, with the full error',
  sources: ['rosenbaum2022', 'song2020', 'millidge2022'],
  question: 'What if the inner loop runs once, with the full error?',
  seen: 'With η = 1 and predictions held, L − 1 steps give exactly backprop’s gradients, as the wave of zero-divergence does. A single step reaches two layers only. The hundred steps of small η buy nothing but the same numbers.',
  differs: ['A network of ours, 2-8-8-8-8-1 with tanh. Multiply-adds are counted, not timed.'],
  presets: [innerLoopOnce],
  effort: 'seconds',
  run,
  expectations,
});
