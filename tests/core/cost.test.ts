import { expect, test } from 'vitest';
import { compile } from '#core/plan/compile.ts';
import { flops } from '#core/plan/cost.ts';
import { relaxation, update } from '#core/plan/programs.ts';
import { cases, chain } from '../../bench/networks.ts';

const planOf = (widths: readonly number[], rule: 'strict' | 'fixed-prediction') =>
  compile(
    { network: chain(widths), pins: {}, lesions: { units: {}, weights: {} } },
    { rule, start: 'forward', optimizer: 'sgd', capacity: 8, longestSettling: 8, rows: 8, classes: null },
  );

test.each(cases)('$name: what the closed form of a chain says', ({ widths, batch, settleSteps }) => {
  const products = widths.slice(1).map((units, l) => units * widths[l]!);
  const all = products.reduce((sum, it) => sum + it, 0);
  const free = all - products[0]!;
  const plan = planOf(widths, 'strict');
  // A step predicts and pulls back every layer but the first; learning adds the forward pass and the gradients.
  expect(flops(plan, [{ schedule: 'step', times: settleSteps }], batch)).toBe(4 * batch * settleSteps * free);
  expect(flops(plan, update('strict', settleSteps, false), batch)).toBe(
    4 * batch * settleSteps * free + 4 * batch * all,
  );
});

test('predictions at rest are not computed again', () => {
  const plan = planOf([5, 4, 3], 'fixed-prediction');
  expect(flops(plan, relaxation('fixed-prediction', 7), 2)).toBe(2 * (7 * 2 * 12 + 2 * (20 + 12)));
});
