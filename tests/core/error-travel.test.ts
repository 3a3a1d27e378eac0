import { expect, test } from 'vitest';
import { depths } from '#core/network/topology.ts';
import { states } from '#session/readings.ts';
import { open, randomExperiment, seeds, under } from '../oracles/scenarios.ts';

/** Nobody's activation is ever flat to the bit, so no error is swallowed on its way. */
const traits = {
  activations: ['tanh', 'sigmoid', 'softplus'],
  likelihoods: ['gaussian'],
  hidden: [2, 5],
} as const;

/** For every free node, the step at which its value or its error first changed. */
async function firstMoves(
  seed: number,
  rule: 'strict' | 'fixed-prediction' | 'zero-divergence',
  steps: number,
) {
  const laboratory = await open(
    under(randomExperiment(seed, { ...traits, paths: 'equal' }), {
      rule,
      ...(rule !== 'zero-divergence' && { inferenceRate: 0.1 }),
    }),
  );
  laboratory.present([0]);
  laboratory.begin();
  const free = laboratory.preparation.network.nodes.filter((it) => it.clamp.learning === 'free');
  const read = async () => {
    const { values } = await laboratory.read({
      values: states(laboratory.experiment.network, 'value', 0, 1),
    });
    return Object.fromEntries(free.map((it) => [it.id, Array.from(values[it.id]!)]));
  };
  const start = await read();
  const first = new Map<string, number>();
  for (let t = 1; t <= steps; t++) {
    laboratory.step(1);
    const now = await read();
    for (const { id } of free)
      if (!first.has(id) && now[id]!.some((x, i) => x !== start[id]![i])) first.set(id, t);
  }
  return { first, depth: depths(laboratory.preparation.network) };
}

test.each(
  seeds(10).flatMap((seed) =>
    (['strict', 'fixed-prediction', 'zero-divergence'] as const).map((rule) => [rule, seed] as const),
  ),
)('under %s a node k below the output first moves at step k (network %i)', async (rule, seed) => {
  const { first, depth } = await firstMoves(seed, rule, 8);
  expect(first.size).toBeGreaterThan(0);
  for (const [id, t] of first) expect(t, id).toBe(depth.get(id));
});

test('an amplitude of about η is lost on every layer of the way', async () => {
  const chain = (inferenceRate: number) => ({
    version: 1 as const,
    network: {
      nodes: [0, 1, 2, 3, 4].map((l) => ({
        id: `x${l}`,
        units: 1,
        ...(l === 0 && { clamp: { learning: 'input', testing: 'input' } as const }),
        ...(l === 4 && { clamp: { learning: 'target', testing: 'free' } as const }),
      })),
      connections: [1, 2, 3, 4].map((l) => ({ id: `w${l}`, from: `x${l - 1}`, to: `x${l}` })),
    },
    parameters: { weights: Object.fromEntries([1, 2, 3, 4].map((l) => [`w${l}`, [[1]]])) },
    data: { name: 'rows' as const, inputs: [[1]], targets: [[0]] },
    inference: { rule: 'strict' as const, inferenceRate },
  });
  // With weights 1 and error −1 the first move of a node k below the output is −ηᵏ exactly.
  for (const rate of [0.1, 0.01]) {
    const laboratory = await open(chain(rate));
    laboratory.present([0]);
    laboratory.begin();
    for (let k = 1; k <= 3; k++) {
      laboratory.step(1);
      const { values } = await laboratory.read({
        values: states(laboratory.experiment.network, 'value', 0, 1),
      });
      expect((values[`x${4 - k}`]![0]! - 1) / -(rate ** k)).toBeCloseTo(1, 9);
    }
  }
});
