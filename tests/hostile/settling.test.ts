import fc from 'fast-check';
import { test } from 'vitest';
import { countParameters } from '#core/network/check.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { Laboratory } from '#session/laboratory.ts';
import { learnUpdates } from '#session/learn.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';
import { seed } from './laws.ts';
import { mutated } from './mutations.ts';
import { nastyJson } from './values.ts';

/** Larger networks run as small ones do, only longer. */
const isSmall = ({ network, data }: Experiment): boolean =>
  countParameters(network) < 3000 &&
  data.name !== 'digits' &&
  (data.name === 'rows' ? data.count : data.samples) < 2000;

/** Compiles, settles a row for a step and learns from a batch. Numbers may run off; nothing may fail or go missing. */
async function runs(experiment: Experiment): Promise<void> {
  const material = await materialOf(experiment, () => Promise.reject(new Error('no file is needed')));
  const laboratory = await Laboratory.open(new CpuEngine('float32'), experiment, material);
  const { energy, values } = await settle(laboratory, [0], 1);
  for (const { id, units } of experiment.network.nodes)
    if (values[id]?.length !== units) throw new Error(`${id} has ${values[id]?.length} values, not ${units}`);
  for (const [id, trace] of Object.entries(energy))
    if (trace.length !== 2) throw new Error(`${id} has an energy at ${trace.length} times`);
  const { updates } = await learnUpdates(laboratory, 1);
  if (updates !== 1) throw new Error(`learnt ${updates} times`);
}

test('what was made of 600 tampered documents settles and learns', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(mutated(nastyJson, [], 2), async (document) => {
      const { value } = parse(document);
      if (!value || !isSmall(value)) return;
      run++;
      await runs({
        ...value,
        inference: { ...value.inference, settleSteps: Math.min(20, value.inference.settleSteps) },
      });
    }),
    { seed, numRuns: 600 },
  );
  // A test of experiments needs some: most changes are refused, but not all.
  if (run < 60) throw new Error(`only ${run} ran`);
});
