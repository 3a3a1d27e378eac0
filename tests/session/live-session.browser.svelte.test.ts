import { describe, expect, test } from 'vitest';
import type { Parameters } from '#core/network/network.ts';
import { ruleIds } from '#core/rules/index.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Reading } from '#engine/engine.ts';
import {
  connect,
  pinUnit,
  setInference,
  setLearning,
  setPrecision,
  setRule,
  setUnits,
  toggleUnit,
} from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import type { LiveSession } from '#session/live-session.svelte.ts';
import { dialOf, sessionOf, settled, soon } from '../setup/live-session.ts';

const preset = dialOf();

const opened = (experiment: Experiment = preset, engine = new CpuEngine()) =>
  sessionOf(experiment, { engine });

async function trained(epochs: number): Promise<LiveSession> {
  const session = await opened();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    session.trainEpoch();
    await soon(() => !session.training.running && session.training.epoch === epoch);
  }
  await settled(session);
  return session;
}

const flat = ({ weights, biases }: Parameters) =>
  [...Object.values(weights), ...Object.values(biases)].flatMap((it) => Array.from(it));

describe('undo', () => {
  test('twenty edits of every kind, undone one by one, lead back to where they began', async () => {
    const session = await opened();
    const edits: ((it: Experiment) => { experiment: Experiment })[] = [
      (it) => setInference(it, { inferenceRate: 0.07 }),
      (it) => setUnits(it, 'x1', 5),
      (it) => setPrecision(it, 'x3', 0.5),
      (it) => pinUnit(it, 'x1', 2, 0.25),
      (it) => toggleUnit(it, 'x2', 1),
      (it) => setLearning(it, { optimizer: 'sgd' }),
      (it) => setInference(it, { start: 'zero' }),
      (it) => connect(it, 'x1', 'x3'),
      (it) => setUnits(it, 'x2', 9),
      (it) => setInference(it, { settleSteps: 31 }),
    ];
    const visited = [session.experiment];
    for (const edit of [...edits, ...edits]) {
      const { experiment } = edit(session.experiment);
      session.edit(experiment);
      if (experiment !== visited.at(-1)) visited.push(experiment);
      if (visited.length % 3 === 0) session.setWeight('w1', 0, 1, visited.length);
      if (session.experiment !== visited.at(-1)) visited.push(session.experiment);
      if (visited.length % 4 === 0) await settled(session);
    }
    expect(visited.length).toBeGreaterThan(20);
    for (const before of visited.slice(0, -1).reverse()) {
      session.undo();
      expect(session.experiment).toBe(before);
    }
    expect(session.canUndo).toBe(false);
    await settled(session);
    const fresh = await opened();
    expect(flat(await session.parameters())).toEqual(flat(await fresh.parameters()));
  });

  test('a drag is one step', async () => {
    const session = await opened();
    for (const rate of [0.05, 0.06, 0.07])
      session.edit(setInference(session.experiment, { inferenceRate: rate }).experiment);
    for (const weight of [0.1, 0.2, 0.3]) session.setWeight('w2', 3, 4, weight);
    for (const value of [0.4, 0.5, 0.6]) session.hold({ node: 'x0', unit: 1 }, value);
    expect(session.experiment.pins).toEqual({ x0: { 1: 0.6 } });
    session.undo();
    expect(session.experiment.pins).toEqual({});
    session.undo();
    expect(session.experiment.inference.inferenceRate).toBe(0.07);
    expect(session.experiment.parameters).toBe(preset.parameters);
    session.undo();
    expect(session.experiment).toBe(preset);
    expect(session.canUndo).toBe(false);
  });

  test('brings trained weights back, with their epoch and their history', async () => {
    const session = await trained(2);
    const before = await session.parameters();
    const { history } = session.training;
    for (const edit of [
      () => session.setWeight('w2', 1, 1, 3),
      () => session.reseed(),
      () => session.edit(setUnits(session.experiment, 'x1', 3).experiment),
    ]) {
      edit();
      await settled(session);
      expect(flat(await session.parameters())).not.toEqual(flat(before));
      session.undo();
      await settled(session);
      expect(flat(await session.parameters())).toEqual(flat(before));
      expect(session.training.epoch).toBe(2);
      expect(session.training.history).toEqual(history);
    }
  });

  test('of a setting keeps what was learned since', async () => {
    const session = await opened();
    session.edit(setInference(session.experiment, { inferenceRate: 0.05 }).experiment);
    session.trainEpoch();
    await soon(() => session.training.epoch === 1 && !session.training.running);
    const learned = await session.parameters();
    session.undo();
    await settled(session);
    expect(flat(await session.parameters())).toEqual(flat(learned));
    expect(session.training.epoch).toBe(1);
  });
});

test('a weight that is set stays set, of a fresh network also through a reset', async () => {
  const session = await opened();
  session.setWeight('w1', 4, 1, 0.75);
  await settled(session);
  session.reset();
  await settled(session);
  const { weights } = await session.parameters();
  expect(weights.w1![4 * 2 + 1]).toBe(0.75);
  const others = await (await opened()).parameters();
  const differing = flat({ weights, biases: {} }).filter(
    (it, i) => it !== flat({ ...others, biases: {} })[i],
  );
  expect(differing).toEqual([0.75]);
});

test('back at an epoch, learning goes on as it did the first time, to the bit', async () => {
  const session = await trained(3);
  const third = await session.parameters();
  expect(session.epochs).toMatchObject({ recorded: [0, 1, 2, 3], shown: 3 });
  session.seekEpoch(1);
  await soon(() => session.epochs.shown === 1);
  expect(flat(await session.parameters())).not.toEqual(flat(third));
  for (const epoch of [2, 3]) {
    session.trainEpoch();
    await soon(() => session.training.epoch === epoch && !session.training.running);
  }
  expect(flat(await session.parameters())).toEqual(flat(third));
});

describe('a hand', () => {
  const spot = { node: 'x1', unit: 2 };
  const value = (session: LiveSession) =>
    session.moment!.nodes.find((it) => it.id === spot.node)!.values[spot.unit]!;

  test('holds a neuron at once, F rises, and released it settles back by itself', async () => {
    const session = await opened();
    session.toRest();
    await settled(session);
    const rest = session.moment!.total;
    session.hold(spot, 1.5);
    expect(value(session)).toBe(1.5);
    expect(session.moment!.total).toBeGreaterThan(rest);
    expect(session.hand).toEqual(spot);
    const t = session.moment!.t;
    await soon(() => session.moment!.t > t + 3);
    expect(value(session)).toBe(1.5);
    session.release();
    expect(session.hand).toBeNull();
    await soon(() => !session.playing);
    expect(session.moment!.total).toBeLessThan(rest * 1.1);
    expect(session.experiment).toBe(preset);
    expect(session.recorded!.touched.length).toBeGreaterThan(0);
  });

  test('on what is clamped moves its pin, which undo takes back', async () => {
    const session = await opened();
    session.hold({ node: 'x0', unit: 1 }, 0.4);
    session.release();
    await settled(session);
    expect(session.experiment.pins).toEqual({ x0: { 1: 0.4 } });
    expect(session.moment!.nodes[0]!.values[1]).toBeCloseTo(0.4, 6);
    session.undo();
    expect(session.experiment).toBe(preset);
  });

  test('takes the sample from where one looks, and what was recorded after that is gone', async () => {
    const session = await opened();
    session.toRest();
    await settled(session);
    session.seek(4);
    session.hold(spot, -1);
    expect(session.recorded!.last).toBe(4);
    session.release();
    session.pause();
    session.reset();
    await settled(session);
    expect(session.recorded!.touched).toEqual([]);
  });
});

test('looking back changes nothing, and the batch follows to the step that is shown', async () => {
  const session = await opened();
  for (let k = 0; k < 9; k++) session.stepOnce();
  await settled(session);
  expect([session.moment!.t, session.frame!.t]).toEqual([9, 9]);
  const last = session.frame!.total[9];
  session.seek(3);
  expect(session.moment!.t).toBe(3);
  expect(session.recorded!.last).toBe(9);
  await soon(() => session.frame!.t === 3);
  session.seek(9);
  await soon(() => session.frame!.t === 9);
  expect(session.frame!.total[9]).toBe(last);
});

test('a free answer rests at its prediction, and clamped again it pulls', async () => {
  const session = await opened();
  session.setAnswer('free');
  await soon(() => session.answer === 'free' && !session.playing && (session.moment?.total ?? 1) < 1e-6);
  session.setAnswer('clamped');
  await soon(() => (session.moment?.total ?? 0) > 0.01);
  await soon(() => !session.playing);
});

test('a run put aside stays as it was while another one is made', async () => {
  const session = await opened();
  session.toRest();
  await settled(session);
  session.keepGhost();
  const { energy, frame } = session.ghost!;
  const kept = Array.from(energy);
  session.edit(setInference(session.experiment, { inferenceRate: 0.02 }).experiment);
  await settled(session);
  expect(Array.from(session.ghost!.energy)).toEqual(kept);
  expect(session.ghost!.frame).toBe(frame);
  session.dropGhost();
  expect(session.ghost).toBeNull();
});

test('the map of F over two neurons agrees with F where the sample is', async () => {
  const session = await opened();
  session.stepOnce();
  await settled(session);
  const [across, up] = [0, 1].map((unit) => ({ node: 'x1', unit }));
  const { xs, ys, energy } = (await session.mapEnergy(across!, up!))!;
  const { values } = session.moment!.nodes.find((it) => it.id === 'x1')!;
  const nearest = (axis: ArrayLike<number>, value: number) =>
    Array.from(axis).reduce(
      (best, it, i) => (Math.abs(it - value) < Math.abs(axis[best]! - value) ? i : best),
      0,
    );
  const near = energy[nearest(ys, values[1]!) * xs.length + nearest(xs, values[0]!)]!;
  expect(near).toBeCloseTo(session.moment!.total, 2);
  expect(Math.max(...Array.from(energy))).toBeGreaterThan(2 * session.moment!.total);
});

/** An engine away from the page's thread: frames are drawn before it answers. */
class Distant extends CpuEngine {
  override async read(...asked: readonly [readonly Reading[]]): ReturnType<CpuEngine['read']> {
    await new Promise((answered) => setTimeout(answered, 40));
    return super.read(...asked);
  }
}

describe('playing', () => {
  test('what was started while another experiment opens never shows the network that is gone', async () => {
    const session = await opened(preset, new Distant());
    const others = ['deep', 'blank', 'one-neuron', 'skip-graph', 'agreement-dial'];
    const sizes = (it: { readonly id: string; readonly size: number }[]) =>
      it.map(({ id, size }) => `${id} ${size}`).join();
    const found: string[] = [];
    let watches = true;
    const watch = () => {
      const shown = session.moment?.nodes.map(({ id, values }) => ({ id, size: values.length }));
      const present = session.experiment.network.nodes.map(({ id, units }) => ({ id, size: units }));
      if (shown && sizes(shown) !== sizes(present)) found.push(`${sizes(shown)} in ${sizes(present)}`);
      if (watches) setTimeout(watch);
    };
    watch();
    for (const id of others) {
      session.openParsed(parse(presets.find((it) => it.id === id)!.document).value!);
      session.play();
      await settled(session);
    }
    watches = false;
    expect(found).toEqual([]);
  });
});

describe('under every rule and from every start', () => {
  const starts = ['forward', 'zero', 'random', 'keep'] as const;
  test.each(ruleIds.flatMap((rule) => starts.map((start) => ({ rule, start }))))(
    '$rule, $start: hands, a free answer, looking back and going on leave a picture of the network on screen',
    async ({ rule, start }) => {
      const ruled = setRule(preset, rule).experiment;
      const experiment = { ...ruled, inference: { ...ruled.inference, start } };
      const session = await opened(experiment);
      const spot = { node: 'x2', unit: 1 };
      const deeds: (() => void)[] = [
        () => session.hold(spot, 0.8),
        () => session.stepOnce(),
        () => session.release(),
        () => session.kick(),
        () => session.seek(1),
        () => session.play(),
        () => session.setAnswer('free'),
        () => session.stepOnce(),
        () => session.hold(spot, -0.8),
        () => session.choose(5),
        () => session.setAnswer('clamped'),
        () => session.seek(0),
        () => session.stepOnce(),
        () => session.startFrom([{ ...spot, value: 0.5 }]),
        () => session.toRest(),
        () => session.reset(),
      ];
      for (const deed of deeds) {
        deed();
        await settled(session);
        await new Promise(requestAnimationFrame);
        const { moment, recorded } = session;
        expect(moment!.nodes.map((it) => it.values.length)).toEqual([2, 8, 8, 1]);
        expect(moment!.nodes.flatMap((it) => Array.from(it.values)).every(Number.isFinite)).toBe(true);
        expect(moment!.t).toBeGreaterThanOrEqual(recorded!.first);
        expect(moment!.t).toBeLessThanOrEqual(recorded!.last);
      }
      session.release();
      session.pause();
      await settled(session);
      expect(session.issues).toEqual([]);
      expect([session.playing, session.hand]).toEqual([false, null]);
    },
  );
});
