import { describe, expect, test } from 'vitest';
import type { ExperimentDocument } from '#experiment/document.ts';
import { synapses } from '#session/readings.ts';
import { open, settled } from '../oracles/scenarios.ts';

/*
 * The scalar graph of Millidge, Tschantz and Buckley (2022), section 5.1: μ₁ = θy₀, μ₂ = √μ₁, μ₃ = y₀²,
 * μ₄ = tan μ₂ + sin μ₃, with y₀ = 5, θ = 2 and target 1. θ is the weight of a connection and y₀ the input. An input
 * has no gradient here, but its weights have: scaling y₀ is scaling them all, so y₀ · dL/dy₀ = Σ w · dL/dw.
 */
const graph = (inferenceRate: number): ExperimentDocument => ({
  version: 1,
  network: {
    nodes: [
      { id: 'y0', units: 1, clamp: { learning: 'input', testing: 'input' } },
      { id: 'v1', units: 1 },
      { id: 'v2', units: 1, activation: 'sqrt' },
      { id: 'v3', units: 1, activation: 'square' },
      { id: 'v4', units: 1, clamp: { learning: 'target', testing: 'free' } },
    ],
    connections: [
      { id: 'theta', from: 'y0', to: 'v1' },
      { id: 'root', from: 'v1', to: 'v2' },
      { id: 'squared', from: 'y0', to: 'v3' },
      { id: 'tangent', from: 'v2', to: 'v4', activation: 'tan' },
      { id: 'sine', from: 'v3', to: 'v4', activation: 'sin' },
    ],
  },
  parameters: { weights: { theta: [[2]], root: [[1]], squared: [[1]], tangent: [[1]], sine: [[1]] } },
  data: { name: 'rows', inputs: [[5]], targets: [[1]] },
  inference: { rule: 'fixed-prediction', inferenceRate, settleSteps: 1000 },
});

interface Weights {
  readonly [id: string]: ArrayLike<number>;
}
const byTheta = (weights: Weights) => weights.theta![0]!;
const byInput = (weights: Weights) => (2 * weights.theta![0]! + weights.squared![0]!) / 5;

test('its forward pass and loss are those of the paper’s graph', async () => {
  const { laboratory, values, energy } = await settled(graph(0.1), 0);
  const [answer] = await laboratory.answer([0]);
  const forward = [values.v1![0]!, values.v2![0]!, values.v3![0]!, answer!];
  const exact = [10, Math.sqrt(10), 25, Math.tan(Math.sqrt(10)) + Math.sin(25)];
  const printed = [10, 3.16228, 25, -0.111664];
  for (const [k, it] of forward.entries()) {
    expect(it).toBeCloseTo(exact[k]!, 12);
    expect(it).toBeCloseTo(printed[k]!, 5);
  }
  expect(energy.v4![0]).toBeCloseTo(0.617898, 6);
});

describe('its derivatives', () => {
  test('are dL/dy₀ = −11.370532 and dL/dθ = −.8792235 under backprop', async () => {
    const { backprop } = await settled(graph(0.1), 0);
    expect(byInput(backprop.weights)).toBeCloseTo(-11.370532, 6);
    expect(byTheta(backprop.weights)).toBeCloseTo(-0.8792235, 7);
  });

  test('are those of the composed function by finite differences', async () => {
    const { backprop } = await settled(graph(0.1), 0);
    const loss = (y: number, theta: number) =>
      0.5 * (1 - Math.tan(Math.sqrt(theta * y)) - Math.sin(y * y)) ** 2;
    const step = 1e-6;
    expect(byInput(backprop.weights)).toBeCloseTo((loss(5 + step, 2) - loss(5 - step, 2)) / (2 * step), 6);
    expect(byTheta(backprop.weights)).toBeCloseTo((loss(5, 2 + step) - loss(5, 2 - step)) / (2 * step), 6);
  });

  test.each([
    [0.01, 472, 662],
    [0.02, 235, 330],
    [0.1, 46, 64],
    [0.2, 22, 31],
    [0.5, 7, 11],
    [1, 2, 2],
  ])(
    'are within a hundredth under fixed prediction at η = %f after %i and %i updates',
    async (rate, input, theta) => {
      const laboratory = await open(graph(rate));
      laboratory.present([0]);
      laboratory.begin();
      const exact = (await settled(graph(rate), 0)).backprop.weights;
      const needed = { input: 0, theta: 0 };
      for (let t = 0; t <= theta + 20; t++) {
        laboratory.takeGradient(t);
        const { weights } = await laboratory.read({
          weights: synapses(laboratory.experiment.network, 'gradient'),
        });
        const isOff = (of: (it: Weights) => number) => Math.abs(of(weights) / of(exact) - 1) > 0.01;
        if (isOff(byInput)) needed.input = t + 1;
        if (isOff(byTheta)) needed.theta = t + 1;
        laboratory.step(1);
      }
      expect(needed).toEqual({ input, theta });
    },
  );
});
