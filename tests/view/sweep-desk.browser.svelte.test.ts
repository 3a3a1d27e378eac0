import { expect, test } from 'vitest';
import { setInference, setLearning, setSeed, setTitle } from '#experiment/edit.ts';
import type { LiveSession } from '#session/live-session.svelte.ts';
import type { Work } from '#session/studies/sweep/axes.ts';
import { Desk, usualSpan } from '#view/laboratory/sweep/desk.svelte.ts';
import { dialOf, sessionOf } from '../setup/live-session.ts';

/** More rows than are settled together on screen. */
const preset = dialOf(600);

async function opened(work: Work = 'settling') {
  const session = await sessionOf(preset);
  const desk = new Desk(session);
  const [across, up] = [usualSpan('inferenceRate', 2), usualSpan('settleSteps', 2)];
  desk.request = { across, up, work, updates: 2 };
  desk.run();
  await desk.running!.over;
  expect(desk.running!.state).toBe('done');
  expect(desk.stale).toBe('');
  return { session, desk };
}

test('a map of settlings says so once weights are drawn from another seed, not at another title', async () => {
  const { session, desk } = await opened();
  session.edit(setTitle(session.experiment, 'Another name').experiment);
  expect(desk.stale).toBe('');
  session.edit(setSeed(session.experiment, session.experiment.seed + 1).experiment);
  expect(desk.stale).not.toBe('');
});

test('a map of settlings says so once other rows are on screen, not at another of the same', async () => {
  const { session, desk } = await opened();
  const { samples } = session.frame!;
  expect(session.rows!.training).toBeGreaterThan(samples);
  session.choose(1);
  await expect.poll(() => session.frame!.sample).toBe(1);
  expect(desk.stale).toBe('');
  session.choose(samples);
  await expect.poll(() => session.frame!.sample).toBe(samples);
  expect(desk.stale).toBe('This map belongs to other rows than those on screen.');
});

const learn = async (session: LiveSession) => {
  session.trainEpoch();
  await expect.poll(() => session.training.epoch === 1 && !session.training.running).toBe(true);
  await session.exclusively(async () => {});
};

test('a map of settlings says so once the weights have learned, until they are back', async () => {
  const { session, desk } = await opened();
  await learn(session);
  expect(desk.stale).toBe('This map belongs to other weights than those on screen.');
  session.edit(setInference(session.experiment, { start: 'zero' }).experiment);
  expect(desk.stale).toContain('other settings and weights');
  // Its axes are not what it depends on.
  session.edit(setInference(preset, { settleSteps: 7 }).experiment);
  session.seekEpoch(0);
  await expect.poll(() => session.epochs.shown).toBe(0);
  await session.exclusively(async () => {});
  expect(desk.stale).toBe('');
});

test('a map of trainings, each from its beginning, knows nothing of weights and rows on screen', async () => {
  const { session, desk } = await opened('training');
  await learn(session);
  session.choose(session.frame!.samples);
  await session.exclusively(async () => {});
  expect(desk.stale).toBe('');
  session.edit(setLearning(session.experiment, { learningRate: 0.3 }).experiment);
  expect(desk.stale).toBe('This map belongs to other settings than those on screen.');
});
