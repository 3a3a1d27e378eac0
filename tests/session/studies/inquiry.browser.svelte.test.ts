import { describe, expect, test } from 'vitest';
import { setInference, setLearning, toggleSynapse } from '#experiment/edit.ts';
import { basisOf, changesSince } from '#session/basis.ts';
import type { LiveSession } from '#session/live-session.svelte.ts';
import { Inquiry } from '#session/studies/inquiry.svelte.ts';
import { lineOf, presentRun, restoration } from '#view/charts/frontier/frontier.ts';
import { dialOf, learn, sessionOf, settled, soon } from '../../setup/live-session.ts';

/** More rows than are settled together on screen, the last window not a whole one. */
const dial = setInference(dialOf(600), { settleSteps: 20 }).experiment;

const opened = () => sessionOf(dial);

async function asked(session: LiveSession) {
  const inquiry = new Inquiry(session, async () => 1);
  await inquiry.running.over;
  return { changes: () => changesSince(inquiry.of, basisOf(session)) };
}

describe('an inquiry is of what it was given', () => {
  test('which is what is on screen: rows of the last window, weights and biases as trained, synapses removed', async () => {
    const session = await opened();
    expect((await asked(session)).changes()).toEqual([]);
    await learn(session);
    session.edit(toggleSynapse(session.experiment, 'w1', 0, 0).experiment);
    session.choose(599);
    await soon(() => session.frame!.sample === 599);
    await settled(session);
    expect(600 % session.frame!.samples).not.toBe(0);
    const { changes } = await asked(session);
    expect(changes()).toEqual([]);
    session.choose(0);
    await soon(() => session.frame!.sample === 0);
    expect(changes()).toEqual(['rows']);
  });

  test('an epoch of another training has other weights, and the first is found again by itself', async () => {
    const session = await opened();
    const start = await asked(session);
    await learn(session);
    const first = await asked(session);
    expect(start.changes()).toEqual(['weights']);
    session.seekEpoch(0);
    await soon(() => session.epochs.shown === 0);
    await settled(session);
    expect(start.changes()).toEqual([]);
    const faster = setLearning(session.experiment, { learningRate: 0.05 }).experiment;
    session.edit(faster);
    await learn(session);
    expect(session.training.epoch).toBe(1);
    expect(first.changes()).toEqual(['settings', 'weights']);
    session.undo();
    await settled(session);
    // What is undone is the setting; the weights it led to stay.
    expect(first.changes()).toEqual(['weights']);
    session.reset();
    await soon(() => session.training.epoch === 0);
    await settled(session);
    expect(start.changes()).toEqual([]);
    await learn(session);
    expect(first.changes()).toEqual([]);
  });

  test('a weight turned by hand and back, or undone, is what it was', async () => {
    const session = await opened();
    await learn(session);
    const { changes } = await asked(session);
    const before = session.frame!.weights.w1![3]!;
    session.setWeight('w1', 1, 1, before + 1);
    await settled(session);
    expect(changes()).toEqual(['weights']);
    session.undo();
    await settled(session);
    expect(changes()).toEqual([]);
    session.setWeight('w1', 1, 1, before + 1);
    session.setWeight('w1', 1, 1, before);
    await settled(session);
    expect(changes()).toEqual([]);
  });

  test('a synapse removed is a setting, its weights wait', async () => {
    const session = await opened();
    await learn(session);
    const { changes } = await asked(session);
    session.edit(toggleSynapse(session.experiment, 'w2', 0, 1).experiment);
    await settled(session);
    expect(changes()).toEqual(['settings']);
    session.edit(toggleSynapse(session.experiment, 'w2', 0, 1).experiment);
    await settled(session);
    expect(changes()).toEqual([]);
  });
});

describe('runs of two trainings', () => {
  /** One epoch at the learning rate given, from the beginning, and the run that is left of it. */
  async function trained(session: LiveSession, learningRate: number) {
    session.seekEpoch(0);
    await soon(() => session.epochs.shown === 0);
    session.edit(setLearning(session.experiment, { learningRate }).experiment);
    await settled(session);
    await learn(session);
    await soon(() => presentRun(session) !== null);
    return presentRun(session)!;
  }

  test('are two, though both are of one epoch, and neither is taken for the other', async () => {
    const session = await opened();
    const slow = await trained(session, 0.01);
    const fast = await trained(session, 0.05);
    expect([slow.epoch, fast.epoch]).toEqual([1, 1]);
    expect(session.runs.present).toEqual(expect.arrayContaining([slow, fast]));
    expect(restoration(slow, session)).toContain('its own, epoch 1, were not kept');
    const weights = session.frame!.stamp;
    session.runs.restore(slow);
    await settled(session);
    expect(session.frame!.stamp).toBe(weights);
    // The weights of a run that were recorded come back, whatever the epoch is.
    await learn(session, 2);
    session.runs.restore(fast);
    await soon(() => session.frame!.stamp === fast.stamp);
    expect(session.epochs.shown).toBe(1);
  });

  test('a sweep of π is of the weights that it was made with', async () => {
    const session = await opened();
    await trained(session, 0.01);
    session.runs.sweep('steps');
    await session.runs.swept!.running.over;
    expect(lineOf(session)!.changes).toEqual([]);
    await trained(session, 0.05);
    expect(lineOf(session)!.changes).toEqual(['weights']);
  });
});
