import { expect, test } from 'vitest';
import type { Memory, Program } from '#core/plan/plan.ts';
import { opening, relaxation, update } from '#core/plan/programs.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { sparedBefore } from '#engine/steady/scratch.ts';
import { batchOf, randomDocument } from '../oracles/random-networks.ts';
import { open, seeds } from '../oracles/scenarios.ts';

/** All tensors after the programs, of which the first is `next`; before it, what is spared is zero if so said, as on a new device. */
async function after(seed: number, programs: readonly Program[], isAnew: boolean) {
  const laboratory = await open(randomDocument(seed), new CpuEngine());
  const { engine, plan } = laboratory;
  const { rule, settleSteps } = laboratory.experiment.inference;
  laboratory.present(batchOf(laboratory));
  engine.run([...update(rule, settleSteps, false), { schedule: 'evaluate' }]);
  const isSpared = sparedBefore(plan, programs[0]!, 0)!;
  for (const [name, { length }] of plan.layout.tensors)
    if (isAnew && isSpared(name)) engine.write(name, new Float32Array(length));
  for (const program of programs) engine.run(program);
  const names = [...plan.layout.tensors.keys()];
  const arrays = await engine.read(names.map((tensor) => ({ tensor })));
  return new Map<string, Memory>(names.map((name, i) => [name, arrays[i]!]));
}

test.each(seeds(30))(
  'network %i: what is not kept before a settling or an update changes nothing that comes out of it',
  async (seed) => {
    const { experiment } = await open(randomDocument(seed), new CpuEngine());
    const { rule, start, settleSteps } = experiment.inference;
    const resumes = start === 'keep';
    const backprop: Program = [{ schedule: 'evaluate' }, { schedule: 'sweep' }, { schedule: 'agreement' }];
    for (const programs of [
      [update(rule, settleSteps, resumes), backprop],
      [opening(resumes), relaxation(rule, settleSteps), backprop],
    ]) {
      const [before, anew] = await Promise.all([after(seed, programs, false), after(seed, programs, true)]);
      // Whether classes were named right only updates ask, whose traces keep it.
      for (const it of [before, anew])
        for (const name of it.keys()) if (/^correct/.test(name)) it.delete(name);
      expect(anew).toEqual(before);
    }
  },
);

test('a small plan is kept whole at any time, a large one only before a forward pass', async () => {
  const { plan } = await open(randomDocument(3), new CpuEngine());
  const step: Program = [{ schedule: 'step' }];
  expect(sparedBefore(plan, step)!('error(y)')).toBe(false);
  expect(sparedBefore(plan, step, 0)).toBe(null);
  expect(sparedBefore(plan, opening(false), 0)!('value(h)')).toBe(true);
  expect(sparedBefore(plan, opening(true), 0)!('value(h)')).toBe(false);
  for (const name of ['weight(w)', 'rival gradient(w)', 'batch rows', 'noise(h)', 'trace(y)', 'clock'])
    expect(sparedBefore(plan, opening(false), 0)!(name)).toBe(false);
});
