import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { backprop } from '#core/oracles/backprop.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { concatenated, settled, totalEnergy } from '../oracles/scenarios.ts';

const { experiment } = JSON.parse(readFileSync('tests/oracles/fixtures/toy-2-8-8-1.json', 'utf8')) as {
  experiment: ExperimentDocument;
};

/** The network of the fixture at rest, with the target at another precision. */
function restedAt(precision: number) {
  const nodes = experiment.network.nodes.map((it) =>
    it.clamp?.learning === 'target' ? { ...it, precision } : it,
  );
  return settled({ ...experiment, network: { ...experiment.network, nodes } }, 4000);
}

const cosine = (degrees: number) => Math.cos((degrees / 180) * Math.PI);

describe('the output precision joins predictive coding to backprop', () => {
  test.each([
    [1, -0.03, 0.005, 62],
    [0.1, 0.94, 0.005, 14],
    [0.01, 0.999, 0.0005, 1.6],
  ])('at π = %f the worst layer’s cosine is %f (± %f) with %f %% of the energy released', async (...row) => {
    const [precision, expected, tolerance, released] = row;
    const result = await restedAt(precision);
    const angles = Object.values(result.comparison.connections).map((it) => it!.angleDegrees);
    expect(Math.abs(cosine(Math.max(...angles)) - expected)).toBeLessThan(tolerance);
    const total = totalEnergy(result);
    const share = 100 * (1 - total.at(-1)! / total[0]!);
    // Given to two figures.
    expect(Number(share.toPrecision(2))).toBe(released);
  });

  test('gradients are π times those of the unweighted loss, but for a share that vanishes with π', async () => {
    const { model, inputs, targets } = await restedAt(1);
    const unweighted = concatenated(backprop(model, inputs, targets).weights);
    const length = Math.hypot(...unweighted);
    const distance = async (precision: number) => {
      const { gradients } = await restedAt(precision);
      const differences = concatenated(gradients.weights).map((it, i) => it / precision - unweighted[i]!);
      return Math.hypot(...differences) / length;
    };
    const [coarse, fine, finest] = [await distance(1e-2), await distance(1e-3), await distance(1e-4)];
    expect(coarse).toBeLessThan(0.1);
    // O(π): a tenth of the precision leaves a tenth of the distance.
    expect(coarse / fine).toBeGreaterThan(9);
    expect(coarse / fine).toBeLessThan(11);
    expect(fine / finest).toBeGreaterThan(9.9);
    expect(fine / finest).toBeLessThan(10.1);
  });
});
