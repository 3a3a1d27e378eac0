import { describe, expect, test } from 'vitest';
import { depths } from '#core/network/topology.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { sweep } from '#session/studies/sweep/sweep.ts';
import { binomialTail, orthonormal } from '../../oracles/closed-forms.ts';
import { Draw, understood } from '../../oracles/scenarios.ts';
import { benchOf, circle, pixelsOf, request } from '../../oracles/sweeps.ts';

/** Figures that follow from differences of gradients: what either precision leaves of them. */
const engines = [
  ['the reference in float64', () => new CpuEngine('float64'), 1e-9],
  ['SIMD', () => SimdEngine.open()!, 2e-4],
] as const;

/** Layers of orthogonal matrices between as many units, linear. */
function orthogonalChain(layers: number): ExperimentDocument {
  const draw = new Draw(layers, 'orthogonal chain');
  const ids = Array.from({ length: layers + 1 }, (_, l) => `x${l}`);
  return {
    version: 1,
    network: {
      nodes: ids.map((id, l) => ({
        id,
        units: 3,
        ...(l === 0 && { clamp: { learning: 'input', testing: 'input' } as const }),
        ...(l === layers && { clamp: { learning: 'target', testing: 'free' } as const }),
      })),
      connections: ids.slice(1).map((to, l) => ({ id: `w${l}`, from: ids[l]!, to })),
    },
    parameters: {
      weights: Object.fromEntries(ids.slice(1).map((_, l) => [`w${l}`, orthonormal(draw.matrix(3, 3))])),
    },
    data: { name: 'rows', inputs: draw.matrix(40, 3), targets: draw.matrix(40, 3) },
  };
}

describe.each(engines)('on %s', (_, open, tolerance) => {
  test('under fixed prediction every layer of every pixel follows the binomial law', async () => {
    const wanted = request({
      across: { axis: 'inferenceRate', from: 0.05, to: 1, count: 6, scale: 'linear' },
      up: { axis: 'settleSteps', from: 1, to: 40, count: 40, scale: 'linear' },
    });
    const { bench } = await benchOf(understood(circle({ inference: { rule: 'fixed-prediction' } })), open());
    const map = await sweep(wanted)(bench);
    const depth = depths(bench.experiment.network);
    for (const { x: rate, y: steps, pixel } of pixelsOf(map))
      for (const { id, to } of bench.experiment.network.connections) {
        const arrived = binomialTail(steps, rate, depth.get(to)!);
        const found = pixel.comparison!.connections[id];
        expect(found === null).toBe(arrived === 0 || steps < depth.get(to)!);
        if (!found) continue;
        expect(Math.abs(found!.normRatio - arrived)).toBeLessThan(tolerance);
        expect(Math.abs(found!.relativeError - (1 - arrived))).toBeLessThan(tolerance);
        expect(found!.angleDegrees).toBeLessThan(100 * tolerance);
      }
  });

  test.each([
    [2, 1],
    [4, 2 - Math.SQRT2],
    [8, 1 / (1 + Math.cos(Math.PI / 8))],
  ])(
    'a linear chain of %i orthogonal layers diverges from η = 2/λ_max on, and below it energy falls',
    async (layers, limit) => {
      const wanted = request({
        across: { axis: 'inferenceRate', from: 0.51 * limit, to: 1.49 * limit, count: 14, scale: 'linear' },
        up: { axis: 'settleSteps', from: 1, to: 800, count: 12, scale: 'log' },
      });
      const { bench } = await benchOf(understood(orthogonalChain(layers)), open());
      const map = await sweep(wanted)(bench);
      for (const [column, rate] of map.xs.entries()) {
        const pixels = map.pixels.map((row) => row[column]!);
        expect([rate, pixels.at(-1)!.diverged]).toEqual([rate, rate > limit]);
        if (rate > limit) continue;
        expect(pixels.some((it) => it.diverged)).toBe(false);
        const left = pixels.map((it) => it.energyLeft!);
        for (let i = 1; i < left.length; i++)
          expect(left[i]!).toBeLessThanOrEqual(left[i - 1]! * (1 + tolerance));
        // At rest the loss is spread evenly over all layers.
        if (rate > 0.8 * limit) expect(left.at(-1)!).toBeCloseTo(1 / layers, 3);
      }
      for (const it of map.limits) expect(it! / limit).toBeCloseTo(1, 2);
    },
  );
});

test('the limit of fixed prediction is 2/max π, whatever the weights', async () => {
  const wanted = request({
    across: { axis: 'seed', from: 1, to: 3, count: 3, scale: 'linear' },
    up: request({}).across,
  });
  const document = circle({ inference: { rule: 'fixed-prediction' } });
  const nodes = document.network.nodes.map((it) => (it.id === 'x2' ? { ...it, precision: 4 } : it));
  const { bench } = await benchOf(
    understood({ ...document, network: { ...document.network, nodes } }),
    new CpuEngine(),
  );
  expect((await sweep(wanted)(bench)).limits).toEqual([0.5, 0.5, 0.5]);
});
