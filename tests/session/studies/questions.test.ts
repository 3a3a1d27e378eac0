import { describe, expect, test } from 'vitest';
import { longestPath } from '#core/network/topology.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { afterPretraining } from '#session/studies/questions/continuing.ts';
import { shouldItConverge } from '#session/studies/questions/convergence.ts';
import { whyTheCost } from '#session/studies/questions/cost.ts';
import { isItLocal } from '#session/studies/questions/local.ts';
import { isItBackprop } from '#session/studies/questions/loop.ts';
import { innerLoopOnce } from '#session/studies/questions/once.ts';
import { unsuitable } from '#session/studies/questions/subject.ts';
import type { Bench } from '#session/studies/study.ts';
import { benchOn } from '../../oracles/bench.ts';

const documentOf = (id: string) => presets.find((it) => it.id === id)!.document;
const on = <Result>(id: string): Promise<Bench<Result>> =>
  benchOn<Result>(documentOf(id), { engine: new CpuEngine('float64') });

const networks = ['agreement-dial', 'deep', 'skip-graph'];
const last = (values: ArrayLike<number>): number => values[values.length - 1]!;

describe.each(networks)('on %s', (id) => {
  test('a loop of zero-divergence is backprop, one of strict is not', async () => {
    const { courses, subject } = await isItBackprop(await on(id));
    expect(subject.instead).toBeNull();
    expect(last(courses['zero-divergence'].all.relativeError)).toBeLessThan(1e-12);
    expect(last(courses.strict.all.relativeError)).toBeGreaterThan(0.1);
    expect(last(courses.strict.total)).toBeLessThan(courses.strict.total[0]!);
    expect(last(courses['fixed-prediction'].total)).toBeGreaterThan(courses['fixed-prediction'].total[0]!);
  });

  test('the inner loop, once through with the full error, is exact after L − 1 steps and not before', async () => {
    const { course, sweep, subject, cost } = await innerLoopOnce(await on(id));
    expect(sweep).toBe(longestPath(subject.experiment.network) - 1);
    expect(course.all.relativeError[sweep]!).toBeLessThan(1e-12);
    expect(course.all.relativeError[sweep - 1]!).toBeGreaterThan(1e-3);
    expect(cost.run).toBeGreaterThan(cost.sweep);
  });

  test('far weights change no update at the same values, and change backprop’s', async () => {
    const { meddled } = await isItLocal(await on(id));
    expect(meddled.length).toBeGreaterThan(0);
    for (const { held } of meddled) expect(held).toBe(0);
    expect(Math.max(...meddled.map((it) => it.backprop))).toBeGreaterThan(1e-3);
    expect(Math.max(...meddled.map((it) => it.settledAnew))).toBeGreaterThan(1e-3);
  });
});

test('on a chain of tanh layers strict departs from backprop in every layer as it converges; frozen, lengths alone grow', async () => {
  const { strict, frozen, trained, epochs } = await shouldItConverge(await on('agreement-dial'));
  for (const { angleDegrees } of Object.values(strict.connections)) {
    const arrival = angleDegrees.findIndex(Number.isFinite);
    expect(last(angleDegrees)).toBeGreaterThan(angleDegrees[arrival]!);
  }
  for (const { angleDegrees, normRatio } of Object.values(frozen.connections)) {
    expect(last(angleDegrees)).toBeLessThan(1e-6);
    expect(last(normRatio)).toBeCloseTo(1, 6);
  }
  expect(trained[1].settleSteps).toBe(10 * trained[0].settleSteps);
  expect(epochs).toBeGreaterThan(0);
  for (const { outcome, diverged } of trained) {
    expect(diverged).toBe(false);
    expect(outcome.loss).toBeGreaterThan(0);
  }
});

test('the cost of a settling of 2-8-8-1 is T times there and back, by the closed form', async () => {
  const { sweep, priced } = await whyTheCost(await on('agreement-dial'));
  // 88 weights, of which those 72 below a free layer predict anew and pull back at every step.
  expect(sweep).toBe(2 * 88 + 72);
  for (const { rule, settleSteps, products } of priced)
    if (rule === 'strict') expect(products).toBe(2 * settleSteps * 72 + 2 * 88);
  expect(priced.map((it) => it.settleSteps)).toContain(100);
  for (const { timing } of priced) expect(timing.milliseconds).toBeGreaterThan(0);
});

test('going on after pretraining is asked of several seeds, from the same weights', async () => {
  const { continuation } = await afterPretraining(await on('agreement-dial'));
  expect(continuation.seeds.length).toBe(continuation.plan.seeds);
  for (const { runs, separation } of continuation.seeds) {
    expect(runs).not.toBeNull();
    expect(separation!.between).toBeGreaterThan(0);
  }
});

test('a network that cannot show it is replaced, and the reason said', async () => {
  const small = documentOf('one-neuron');
  expect(unsuitable(parse(small).value!)).toMatch(/fewer than two hidden layers/);
  const { subject } = await innerLoopOnce(await on('one-neuron'));
  expect(subject.instead).not.toBeNull();
  expect(subject.experiment.title).toBe('Agreement dial');
});
