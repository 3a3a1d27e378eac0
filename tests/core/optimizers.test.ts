import { describe, expect, test } from 'vitest';
import { advance } from '#core/optimizers/adam.ts';
import { type OptimizerId, optimizer, optimizerIds, optimizers } from '#core/optimizers/index.ts';
import type { Memory } from '#core/plan/plan.ts';
import { Draw, deviation } from '../oracles/scenarios.ts';

const length = 5;
const learningRate = 0.03;

/** Runs the registered kernel on the gradients given, one update after another. */
function descended(
  id: OptimizerId,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
): number[] {
  const { state, reference, counts } = optimizer(id);
  const offsets = Object.fromEntries(state.map((name, k) => [name, (2 + k) * length]));
  const corrections = (2 + state.length) * length;
  const memory: Memory = new Float64Array(corrections + 2);
  memory.set(start);
  const args = { parameter: 0, gradient: length, length, corrections, ...offsets };
  const settings = { learningRate, inferenceRate: 0, samples: 1 };
  for (const gradient of gradients) {
    memory.set(gradient, length);
    if (counts) advance(memory, args, settings);
    reference(memory, args, settings);
  }
  return Array.from(memory.subarray(0, length));
}

/** The same by the papers' formulas, one parameter at a time. */
const formulas: Record<OptimizerId, (theta: number, gradients: readonly number[]) => number> = {
  sgd: (theta, gradients) => gradients.reduce((at, g) => at - learningRate * g, theta),
  momentum: (theta, gradients) => {
    let at = theta;
    // v_t = Σ 0.9^(t−k) g_k, summed afresh every time.
    gradients.forEach((_, t) => {
      at -= learningRate * gradients.slice(0, t + 1).reduce((v, g, k) => v + 0.9 ** (t - k) * g, 0);
    });
    return at;
  },
  adam: (theta, gradients) => {
    let at = theta;
    gradients.forEach((_, i) => {
      const t = i + 1;
      const average = (decay: number, power: number) => {
        const sum = gradients.slice(0, t).reduce((s, g, k) => s + decay ** (t - 1 - k) * g ** power, 0);
        return ((1 - decay) * sum) / (1 - decay ** t);
      };
      at -= (learningRate * average(0.9, 1)) / (Math.sqrt(average(0.999, 2)) + 1e-8);
    });
    return at;
  },
};

describe.each(optimizerIds)('%s', (id) => {
  test.each([1, 2, 5, 40])('follows its formula over %i updates', (updates) => {
    const draw = new Draw(updates, `optimizer ${id}`);
    const start = draw.normals(length);
    const gradients = draw.matrix(updates, length);
    const expected = start.map((theta, i) =>
      formulas[id](
        theta,
        gradients.map((it) => it[i]!),
      ),
    );
    expect(deviation(descended(id, start, gradients), expected)).toBeLessThan(1e-12);
  });

  test('rests where there is no gradient', () => {
    const start = [1, -2, 3, 0, 5];
    expect(descended(id, start, [start.map(() => 0), start.map(() => 0)])).toEqual(start);
  });

  test('steps down along the first gradient', () => {
    const gradient = [1, -1, 0.5, -0.01, 3];
    expect(descended(id, [0, 0, 0, 0, 0], [gradient]).map(Math.sign)).toEqual(
      gradient.map((g) => -Math.sign(g)),
    );
  });
});

test('each is registered once, under an address of its own', () => {
  expect(optimizerIds).toEqual(['sgd', 'momentum', 'adam']);
  expect(new Set(optimizers.map((it) => it.kernel)).size).toBe(optimizers.length);
});

test('Adam’s first step is the learning rate in every direction, however small the gradient', () => {
  const moved = descended('adam', [0, 0, 0, 0, 0], [[1, -1, 100, -1e-3, 1e-4]]);
  expect(
    deviation(
      moved,
      [-1, 1, -1, 1, -1].map((it) => it * learningRate),
    ),
  ).toBeLessThan(1e-3);
});

test('Adam’s corrections 1 − βᵗ stay accurate in float32 for 10,000 updates', () => {
  const memory = new Float32Array(2);
  // Every update rounds by at most half a unit in the last place, and β forgets it after 1/(1 − β) updates.
  const bound = (decay: number) => 2 ** -24 / (1 - decay);
  for (let t = 1; t <= 10_000; t++) {
    advance(memory, { corrections: 0 }, { learningRate, inferenceRate: 0, samples: 1 });
    for (const [i, decay] of [0.9, 0.999].entries()) {
      const exact = -Math.expm1(t * Math.log(decay));
      expect(Math.abs(memory[i]! / exact - 1), `1 − ${decay}^${t}`).toBeLessThan(bound(decay));
    }
  }
});
