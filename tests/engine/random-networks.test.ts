import { expect, test } from 'vitest';
import { offeredActivations } from '#core/activations/index.ts';
import { BLOCK } from '#core/math/block.ts';
import { optimizerIds } from '#core/optimizers/index.ts';
import { ruleIds } from '#core/rules/index.ts';
import { NETWORKS } from '../oracles/conformance.ts';
import { batchOf, randomDocument } from '../oracles/random-networks.ts';
import { open, seeds, understood } from '../oracles/scenarios.ts';

const experiments = seeds(NETWORKS).map((seed) => understood(randomDocument(seed)));
const seen = <T>(pick: (it: (typeof experiments)[number]) => T | readonly T[]) => [
  ...new Set(experiments.flatMap(pick)),
];

test('the random networks hold everything that engines are to be compared on', () => {
  expect(seen((it) => it.inference.rule).sort()).toEqual([...ruleIds].sort());
  expect(seen((it) => it.inference.start).sort()).toEqual(['forward', 'keep', 'random', 'zero']);
  expect(seen((it) => it.learning.optimizer).sort()).toEqual([...optimizerIds].sort());
  expect(seen((it) => it.network.nodes.map((node) => node.likelihood)).sort()).toEqual([
    'categorical',
    'gaussian',
  ]);
  for (const part of ['nodes', 'connections'] as const)
    expect(seen((it) => it.network[part].map(({ activation }) => activation))).toEqual(
      expect.arrayContaining([...offeredActivations]),
    );
  expect(seen((it) => it.network.nodes.map((node) => node.units))).toEqual(
    expect.arrayContaining([1, 2, 3, 17]),
  );
  expect(seen((it) => Object.keys(it.pins).length > 0)).toContain(true);
  expect(seen((it) => Object.keys(it.lesions.units).length > 0)).toContain(true);
});

test('their batches hold one sample, less than a block, and more than one block', async () => {
  const sizes = await Promise.all(
    seeds(NETWORKS).map(async (seed) => batchOf(await open(randomDocument(seed))).length),
  );
  expect(sizes).toContain(1);
  expect(sizes.some((it) => it > 1 && it < BLOCK)).toBe(true);
  expect(sizes.some((it) => it > BLOCK && it % BLOCK !== 0)).toBe(true);
});
