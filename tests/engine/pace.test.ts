import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Program } from '#core/plan/plan.ts';
import { relaxation, update } from '#core/plan/programs.ts';
import { Pace } from '#engine/webgpu/pace.ts';
import { planOf } from '../oracles/small-plan.ts';

const plan = planOf(3, 5);
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
