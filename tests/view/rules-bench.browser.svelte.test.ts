import { expect, test } from 'vitest';
import { setInference } from '#experiment/edit.ts';
import type { LiveSession } from '#session/live-session.svelte.ts';
import { benchOf } from '#view/laboratory/rules/rules-bench.svelte.ts';
import { dialOf, sessionOf, settled } from '../setup/live-session.ts';

const preset = dialOf();

/** The bench as a visitor sees it, until the function returned is called. */
function visit(session: LiveSession) {
  let bench!: ReturnType<typeof benchOf>;
  const leave = $effect.root(() => {
    bench = benchOf(session);
    $effect(() => bench.follower.follow());
  });
  return { bench, leave };
}

test('on a second visit the rules are compared under the settings of then', async () => {
  const session = await sessionOf(preset);
  const first = visit(session);
  await expect.poll(() => first.bench.follower.answer !== null).toBe(true);
  first.leave();
  session.edit(setInference(session.experiment, { inferenceRate: 0.05 }).experiment);
  await settled(session);
  const { bench, leave } = visit(session);
  expect(bench.follower.changes).toEqual(['settings']);
  await expect.poll(() => bench.follower.answer!.experiment.inference.inferenceRate).toBe(0.05);
  expect(bench.follower.changes).toEqual([]);
  leave();
});
