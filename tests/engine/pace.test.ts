import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '#core/plan/compile.ts';
import { compileEnsemble } from '#core/plan/ensemble.ts';
import type { Plan, Program } from '#core/plan/plan.ts';
import { relaxation, update } from '#core/plan/programs.ts';
import { ruleIds } from '#core/rules/index.ts';
import { Pace } from '#engine/webgpu/pace.ts';
import { understood } from '../oracles/scenarios.ts';
import { planOf } from '../oracles/small-plan.ts';
import { circle } from '../oracles/sweeps.ts';

const plan = planOf(3, 5);

/** Plans of every rule, of one network and of seven side by side. */
const plans: readonly Plan[] = ruleIds.flatMap((rule) => {
  const { network, pins, lesions } = understood(circle());
  const options = {
    rule,
    start: 'forward',
    optimizer: 'adam',
    capacity: 32,
    longestSettling: 16,
    rows: 64,
    classes: null,
  } as const;
  const compiling = compileEnsemble({ network, pins, lesions }, options, 7);
  let step = compiling.next();
  while (!step.done) step = compiling.next();
  return [compile({ network, pins, lesions }, options), step.value];
});
const flat = (program: Program) =>
  program.flatMap(({ schedule, times = 1 }) => Array.from({ length: times }, () => schedule));

const paced = (longest: number) => {
  const pace = new Pace(longest);
  pace.use(plan);
  return pace;
};

test('pieces are the program in order, none longer than allowed but for a single schedule', () => {
  const steps = fc.integer({ min: 0, max: 300 });
  // Milliseconds at the first guess of a million operations each.
  const longest = fc.double({ min: 1e-3, max: 10, noNaN: true });
  fc.assert(
    fc.property(steps, longest, fc.integer({ min: 1, max: 5 }), (settleSteps, most, samples) => {
      const pace = paced(most);
      const program = update('strict', settleSteps, false);
      const pieces = pace.pieces(program, samples);
      expect(pieces.flatMap(flat)).toEqual(flat(program));
      for (const piece of pieces)
        if (flat(piece).length > 1) expect(pace.cost(piece, samples)).toBeLessThanOrEqual(most * 1e6);
    }),
  );
});

/** An update of as many steps as the plan has; under zero-divergence one for every wave. */
function learning(k: number): Program {
  const waves = Object.keys(plans[2 * k]!.schedules).filter((it) => it.startsWith('gradient@')).length;
  return update(ruleIds[k]!, waves > 0 ? waves - 1 : 5, false);
}

test('also learning and sweeps: what is still too long is a single schedule, whose dispatches go one by one', () => {
  const longest = fc.double({ min: 1e-3, max: 100, noNaN: true });
  const rule = fc.nat(ruleIds.length - 1);
  fc.assert(
    fc.property(rule, fc.boolean(), longest, (k, areMany, most) => {
      const pace = new Pace(most);
      pace.use(plans[2 * k + (areMany ? 1 : 0)]!);
      const program = learning(k);
      const pieces = pace.pieces(program, 32);
      expect(pieces.flatMap(flat)).toEqual(flat(program));
      for (const piece of pieces) {
        const isLong = pace.cost(piece, 32) > most * 1e6;
        expect(pace.isTooLong(piece, 32)).toBe(isLong);
        if (isLong) expect(flat(piece).length).toBe(1);
      }
    }),
  );
});

test('networks side by side are as much work as one after the other, but for the stages that they share', () => {
  for (const k of ruleIds.keys()) {
    const [one, many] = [plans[2 * k]!, plans[2 * k + 1]!].map((it) => {
      const pace = new Pace(1);
      pace.use(it);
      // The difference between two batches leaves what does not depend on samples out.
      const program = learning(k);
      return pace.cost(program, 32) - pace.cost(program, 31);
    });
    expect(many! / one!).toBeGreaterThanOrEqual(7);
    expect(many! / one!).toBeLessThan(8);
  }
});

test('a slower device gets shorter pieces, a faster one longer', () => {
  const program = relaxation('strict', 200);
  const pieces = (rate: number | null) => {
    const pace = paced(4);
    if (rate) for (let i = 0; i < 20; i++) pace.observe(rate * 10, 10);
    return pace.pieces(program, 5).length;
  };
  expect(pieces(1e5)).toBeGreaterThan(pieces(null));
  expect(pieces(1e9)).toBe(1);
});
