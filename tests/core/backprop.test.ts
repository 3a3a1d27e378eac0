import { describe, expect, test } from 'vitest';
import { type Backprop, backprop } from '#core/oracles/backprop.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import {
  Draw,
  deviation,
  gradientDeviation,
  randomExperiment,
  type Settled,
  seeds,
  settled,
  totalEnergy,
  under,
} from '../oracles/scenarios.ts';

/** Two summations in float64 over a few dozen terms. */
const ROUNDING = 1e-12;

const textbook = ({ model, inputs, targets }: Settled): Backprop => backprop(model, inputs, targets);

/** The same network with pins on free, input and target units, and with units and synapses removed. */
function held(document: ExperimentDocument, seed: number): ExperimentDocument {
  const draw = new Draw(seed, 'holds');
  const { nodes, connections } = document.network;
  const holdable = nodes.filter((it) => it.likelihood !== 'categorical');
  const pin = draw.one(holdable);
  const lesioned = draw.one(holdable);
  const cut = draw.one(connections);
  const units = (id: string) => nodes.find((it) => it.id === id)!.units;
  return {
    ...document,
    pins: { [pin.id]: { [draw.whole([0, pin.units - 1])]: draw.normal() } },
    lesions: {
      units: { [lesioned.id]: [draw.whole([0, lesioned.units - 1])] },
      weights: { [cut.id]: [[draw.whole([0, units(cut.to) - 1]), draw.whole([0, units(cut.from) - 1])]] },
    },
  };
}

describe('on random graphs of any shape, precision and activation', () => {
  test.each(seeds(80))('the rival is the chain rule (graph %i)', async (seed) => {
    const result = await settled(randomExperiment(seed), 1);
    expect(gradientDeviation(result.backprop, textbook(result))).toBeLessThan(ROUNDING);
  });

  test.each(seeds(60, 1000))(
    'the rival is the chain rule with pins and removals too (graph %i)',
    async (seed) => {
      const result = await settled(held(randomExperiment(seed), seed), 1);
      expect(gradientDeviation(result.backprop, textbook(result))).toBeLessThan(ROUNDING);
    },
  );

  test.each(seeds(80))('the rule backprop leaves its gradients, errors and loss (graph %i)', async (seed) => {
    const result = await settled(under(randomExperiment(seed), { rule: 'backprop' }));
    const expected = textbook(result);
    expect(gradientDeviation(result.gradients, expected)).toBeLessThan(ROUNDING);
    expect(totalEnergy(result)[0]).toBeCloseTo(expected.loss, 12);
  });

  test.each(seeds(60, 1000))(
    'the rule backprop does so with pins and removals too (graph %i)',
    async (seed) => {
      const result = await settled(under(held(randomExperiment(seed), seed), { rule: 'backprop' }));
      expect(gradientDeviation(result.gradients, textbook(result))).toBeLessThan(ROUNDING);
    },
  );

  test.each(seeds(80))('zero-divergence takes its gradients as the wave passes (graph %i)', async (seed) => {
    const result = await settled(under(randomExperiment(seed), { rule: 'zero-divergence' }));
    expect(gradientDeviation(result.gradients, textbook(result))).toBeLessThan(ROUNDING);
  });
});

/*
 * An input may be predicted too. Its error is no part of the loss: backprop leaves it out. It is part of the energy, so
 * that zero-divergence, like strict, follows it.
 */
test.each(seeds(10, 3000))(
  'the rival and the rule backprop ignore what predicts the input (graph %i)',
  async (seed) => {
    const plain = randomExperiment(seed, { hidden: [1, 3] });
    const { network } = plain;
    const above: ExperimentDocument = {
      ...plain,
      network: {
        nodes: [...network.nodes, { id: 'above', units: 2 }],
        connections: [
          ...network.connections,
          { id: 'above>in', from: 'above', to: 'in', activation: 'sigmoid' },
          { id: 'above>out', from: 'above', to: 'out', activation: 'tanh' },
        ],
      },
      inference: { rule: 'backprop' },
    };
    const result = await settled(above);
    expect(gradientDeviation(result.backprop, textbook(result))).toBeLessThan(ROUNDING);
    expect(gradientDeviation(result.gradients, textbook(result))).toBeLessThan(ROUNDING);
    expect(Array.from(result.backprop.weights['above>in']!).every((it) => it === 0)).toBe(true);
  },
);

test.each(seeds(40, 2000))('the forward pass is the values of the start state (graph %i)', async (seed) => {
  const document = randomExperiment(seed);
  const result = await settled(document, 0);
  const { values } = textbook(result);
  const followers = result.model.network.nodes.filter(
    (it) => it.clamp.learning !== 'target' && it.id !== 'below the target',
  );
  for (const { id } of followers)
    expect(deviation(result.values[id]!, values[id]!.flat()), id).toBeLessThan(ROUNDING);
});

test('the textbook itself is the derivative of its loss', async () => {
  const { model, inputs, targets } = await settled(
    randomExperiment(7, { activations: ['tanh', 'softplus'] }),
    1,
  );
  const { weights } = backprop(model, inputs, targets);
  const step = 1e-6;
  for (const [id, gradient] of Object.entries(weights)) {
    const slope = gradient.map((_, at) => {
      const [up, down] = [step, -step].map((by) => {
        const nudged = model.parameters.weights[id]!.map((w, i) => (i === at ? w + by : w));
        const parameters = { ...model.parameters, weights: { ...model.parameters.weights, [id]: nudged } };
        return backprop({ ...model, parameters }, inputs, targets).loss;
      });
      return (up! - down!) / (2 * step);
    });
    for (const [at, it] of slope.entries()) expect(it, id).toBeCloseTo(gradient[at]!, 7);
  }
});
