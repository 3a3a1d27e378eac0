import { describe, expect, test } from 'vitest';
import type { ExperimentDocument } from '#experiment/document.ts';
import { documentOf, plainChain, randomChain } from '../oracles/chains.ts';
import { eigenvalues, equilibrium, type LinearChain, orthonormal } from '../oracles/closed-forms.ts';
import { gaussNewton } from '../oracles/energy.ts';
import {
  Draw,
  deviation,
  type Settled,
  sampleOf,
  seeds,
  settled,
  totalEnergy,
  under,
} from '../oracles/scenarios.ts';

/** Settles as fast as is stable until nothing moves. */
async function rested(document: ExperimentDocument): Promise<Settled> {
  const { stability } = await settled(document, 0);
  const fast = { inferenceRate: Math.min(0.9 * stability.limit, 100) };
  return settled(under(document, fast), 6000);
}

describe('strict settling of random linear chains with any precisions', () => {
  test.each(seeds(30))('rests where ε_l = P_lᵀ S⁻¹ r, with F* = ½ rᵀ S⁻¹ r (chain %i)', async (seed) => {
    const { chain, inputs, targets } = randomChain(seed);
    const result = await rested(documentOf(chain, inputs, targets));
    const expected = inputs.map((x, s) => equilibrium(chain, x, targets[s]!));
    chain.weights.forEach((_, l) => {
      const errors = expected.flatMap((it) => [...it.errors[l]!]);
      expect(deviation(result.errors[`x${l + 1}`]!, errors)).toBeLessThan(1e-9);
    });
    const mean = expected.reduce((sum, it) => sum + it.energy, 0) / inputs.length;
    expect(totalEnergy(result).at(-1)! / mean).toBeCloseTo(1, 9);
  });

  test.each(seeds(15))('learns along the gradient of F* (chain %i)', async (seed) => {
    const { chain, inputs, targets } = randomChain(seed);
    const { gradients } = await rested(documentOf(chain, inputs, targets));
    const resting = (at: LinearChain) =>
      inputs.reduce((sum, x, s) => sum + equilibrium(at, x, targets[s]!).energy, 0) / inputs.length;
    const step = 1e-5;
    chain.weights.forEach((weight, l) => {
      const slopes = weight.flatMap((row, out) =>
        row.map((_, source) => {
          const nudged = (by: number): LinearChain => ({
            ...chain,
            weights: chain.weights.map((it, k) =>
              k === l ? it.map((r, o) => (o === out ? r.map((w, i) => (i === source ? w + by : w)) : r)) : it,
            ),
          });
          return (resting(nudged(step)) - resting(nudged(-step))) / (2 * step);
        }),
      );
      expect(deviation(gradients.weights[`w${l + 1}`]!, slopes)).toBeLessThan(1e-6);
    });
  });
});

test('1-1-1 with weights 1, input 1, target 0 halves everything', async () => {
  const result = await rested(documentOf(plainChain([[[1]], [[1]]]), [[1]], [[0]]));
  expect(totalEnergy(result)[0]).toBe(0.5);
  expect(totalEnergy(result).at(-1)).toBeCloseTo(0.25, 12);
  expect(result.values.x1![0]).toBeCloseTo(0.5, 12);
  expect(result.errors.x1![0]).toBeCloseTo(-0.5, 12);
  expect(result.errors.x2![0]).toBeCloseTo(-0.5, 12);
});

describe('1-1-2 with weights 1, input 1, target (0, 1)', () => {
  const document = documentOf(plainChain([[[1]], [[1], [1]]]), [[1]], [[0, 1]]);

  test('rests at h = 2/3, F* = 1/3', async () => {
    const result = await rested(document);
    expect(result.values.x1![0]).toBeCloseTo(2 / 3, 12);
    expect(result.errors.x1![0]).toBeCloseTo(-1 / 3, 12);
    expect(result.errors.x2![0]).toBeCloseTo(-2 / 3, 12);
    expect(result.errors.x2![1]).toBeCloseTo(1 / 3, 12);
    expect(totalEnergy(result).at(-1)).toBeCloseTo(1 / 3, 12);
  });

  test('dips the right output to .8 under backprop and to .9748 under predictive coding, at rate .2', async () => {
    const { gradients, backprop } = await rested(document);
    // The weights alone learn, as in Song et al.; the answer to input 1 is their product.
    const dip = ({ weights }: typeof gradients) => (1 - 0.2 * weights.w1![0]!) * (1 - 0.2 * weights.w2![1]!);
    expect(dip(backprop)).toBeCloseTo(0.8, 12);
    expect(dip(gradients)).toBeCloseTo((1 - 0.2 / 3) * (1 + 0.4 / 9), 12);
    expect(dip(gradients)).toBeCloseTo(0.9748, 4);
  });
});

describe.each([
  [2, '1.000'],
  [4, '0.586'],
  [8, '0.520'],
  [16, '0.505'],
])('a chain of %i orthogonal linear layers', (layers, limit) => {
  const draw = new Draw(layers, 'orthogonal chain');
  const chain = plainChain(Array.from({ length: layers }, () => orthonormal(draw.matrix(4, 4))));
  const document = documentOf(chain, [draw.normals(4)], [draw.normals(4)]);

  test(`tolerates η up to ${limit}`, async () => {
    const { stability } = await settled(document, 0);
    // H is (2, −1) tridiagonal up to rotations: λ_max = 2 + 2 cos(π/L).
    const exact = 2 / (2 + 2 * Math.cos(Math.PI / layers));
    expect(exact.toFixed(3)).toBe(limit);
    expect(stability.limit / exact).toBeCloseTo(1, 2);
  });

  test('has a condition number of about 4L²/π²', async () => {
    const { model, values } = await settled(document, 0);
    const spectrum = eigenvalues(gaussNewton(model, sampleOf(model.network, values, 0)));
    const condition = spectrum.at(-1)! / spectrum[0]!;
    const expected = (4 * layers ** 2) / Math.PI ** 2;
    // For L = 2 the two eigenvalues are one: the estimate holds from a few layers on.
    if (layers > 2) expect(Math.abs(condition / expected - 1)).toBeLessThan(0.15);
  });

  test('keeps 1/L of the loss, the same in every layer', async () => {
    const result = await rested(document);
    const total = totalEnergy(result);
    expect(total.at(-1)! / total[0]!).toBeCloseTo(1 / layers, 9);
    for (const trace of Object.values(result.energy))
      expect(trace.at(-1)! / total[0]!).toBeCloseTo(1 / layers ** 2, 9);
  });
});
