import { describe, expect, test } from 'vitest';
import { chooseRate, isAutoRate, setAutoRate, setInference, setPrecision } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { LiveSession } from '#session/live-session.svelte.ts';
import { Runs } from '#session/runs.svelte.ts';
import * as book from '#session/runs.ts';
import { precisionOf } from '#session/runs.ts';
import { dialOf, learn, sessionOf, settled, soon } from '../setup/live-session.ts';

const quickDialOf = (samples: number) => setInference(dialOf(samples), { settleSteps: 20 }).experiment;
const dial = quickDialOf(256);

async function opened(experiment: Experiment = dial): Promise<LiveSession> {
  const session = await sessionOf(experiment);
  await soon(() => session.stabilityLimit !== null);
  return session;
}

const rateOf = ({ experiment }: LiveSession) => experiment.inference.inferenceRate;

const begun = { epoch: 0, batch: 0 };

describe('an automatic η', () => {
  test('stays at half of a limit that falls as weights grow, and is one step of undo', async () => {
    const session = await opened();
    const before = session.stabilityLimit!;
    session.edit(setAutoRate(session.experiment, true, before).experiment);
    await learn(session, 15);
    await soon(() => session.stabilityLimit! < 0.8 * before);
    await soon(() => Math.abs(rateOf(session) / (session.stabilityLimit! / 2) - 1) < 0.061);
    // Backprop learns beside as before: η is none of its business.
    await soon(() => session.training.rival.length === 16);
    session.undo();
    expect(session.experiment).toBe(dial);
    expect(session.canUndo).toBe(false);
    await settled(session);
    expect(session.training.epoch).toBe(15);
  });

  test('ends by hand, and then stays where it was put', async () => {
    const session = await opened();
    session.edit(setAutoRate(session.experiment, true, session.stabilityLimit).experiment);
    session.edit(chooseRate(session.experiment, 0.03).experiment);
    await learn(session, 3);
    expect([rateOf(session), isAutoRate(session.experiment)]).toEqual([0.03, false]);
  });
});

test('a divergence in training rewinds, and cured the training goes on', async () => {
  const session = await opened(setInference(dial, { inferenceRate: 1.9 }).experiment);
  const before = await session.parameters();
  session.trainEpochs(2);
  await soon(() => session.diverged?.where === 'training');
  expect(await session.parameters()).toEqual(before);
  expect(session.diverged?.cure?.setting).toBe('inferenceRate');
  session.cure();
  await soon(() => session.training.epoch >= 2);
  session.stop();
  await settled(session);
  expect(session.diverged).toBeNull();
  expect(session.training.history.every((it) => Number.isFinite(it.trainingLoss))).toBe(true);
});

describe('runs', () => {
  const turn = async (session: LiveSession, precision: number) => {
    session.edit(setPrecision(session.experiment, 'x3', precision).experiment);
    await settled(session);
  };
  const precisions = ({ runs }: LiveSession) => runs.present.map((it) => precisionOf(it.experiment));

  test('are left where edits settle, one for the same settings, and come back as an edit', async () => {
    const session = await opened(setInference(dial, { settleSteps: 30 }).experiment);
    session.play();
    await soon(() => !session.playing);
    await settled(session);
    for (const precision of [0.5, 0.1, 0.01, 0.1]) await turn(session, precision);
    expect(precisions(session)).toEqual([1, 0.5, 0.01, 0.1]);
    const [first] = session.runs.present;
    session.runs.restore(first!);
    expect(precisionOf(session.experiment)).toBe(1);
    session.undo();
    expect(precisionOf(session.experiment)).toBe(0.1);
  });

  test('are of the rows on screen', async () => {
    const session = await opened(quickDialOf(600));
    session.play();
    await soon(() => !session.playing);
    await settled(session);
    await turn(session, 0.5);
    await soon(() => session.runs.present.length === 2);
    const other = session.frame!.samples;
    session.choose(other);
    await soon(() => session.frame!.sample === other);
    await settled(session);
    expect(precisions(session).filter((it) => it === 1)).toEqual([]);
    session.choose(0);
    await soon(() => session.frame!.sample === 0);
    await settled(session);
    expect(precisions(session)).toContain(1);
  });

  test('bring back the weights of their epoch where these were kept', async () => {
    const session = await opened();
    session.play();
    await soon(() => !session.playing);
    await settled(session);
    const drawn = await session.parameters();
    const [run] = session.runs.present;
    await learn(session, 2);
    session.runs.restore(run!);
    await soon(() => session.epochs.shown === 0);
    expect(await session.parameters()).toEqual(drawn);
  });
});

test('where what tells runs apart does not come that is said once, and the next run is noted when it does', async () => {
  const session = await opened();
  let [asked, said, isThere] = [0, 0, false];
  const fetch = async () => {
    asked++;
    if (!isThere) throw new Error('no connection');
    return book;
  };
  const { frame, experiment, epochs } = session;
  const host = {
    present: () => experiment,
    frame: () => frame,
    edit: () => {},
    epochs: () => epochs,
    seekEpoch: () => {},
    toRest: () => {},
    studies: () => session.studies,
    missed: () => void said++,
  };
  const runs = new Runs(host, fetch);
  const record = async (t: number) => {
    runs.record(experiment, { ...frame!, t, total: new Float64Array(t + 1).fill(1) }, begun, false);
    await Promise.resolve();
  };
  const { settleSteps } = experiment.inference;
  await record(settleSteps - 1);
  await soon(() => said === 1);
  for (let k = 0; k < 3; k++) await record(settleSteps - 1);
  expect(asked).toBe(1);
  for (let k = 0; k < 3; k++) await record(settleSteps);
  await soon(() => asked === 4);
  expect(said).toBe(1);
  expect(runs.present).toEqual([]);
  isThere = true;
  await record(settleSteps);
  await soon(() => runs.present.length === 1);
  expect(said).toBe(1);
});

test('the curvature of every recorded epoch is measured while somebody looks, and not before', async () => {
  const session = await opened();
  await learn(session, 3);
  expect(session.stability.records.map((it) => [it.epoch, it.limit])).toEqual(
    [0, 1, 2, 3].map((it) => [it, null]),
  );
  const leave = session.stability.follow();
  await soon(() => session.stability.records.every((it) => it.limit !== null));
  await learn(session, 2);
  await soon(
    () =>
      session.stability.records.length === 6 && session.stability.records.every((it) => it.limit !== null),
  );
  leave();
  // The last is the limit on η's track, of the same weights and rows.
  await soon(() => Math.abs(session.stability.records.at(-1)!.limit! / session.stabilityLimit! - 1) < 0.01);
});
