import { afterEach, expect, test, vi } from 'vitest';
import { WorkerEngine } from '#engine/cpu/worker-engine.ts';
import type { Engine } from '#engine/engine.ts';
import { findAdapter, requestDevice } from '#engine/webgpu/device.ts';
import { MOST_COMPILED, Programs } from '#engine/webgpu/programs.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { settle } from '#session/settle.ts';
import { drift, regression } from '../oracles/drift.ts';
import { openOn } from '../oracles/open-on.ts';
import { open } from '../oracles/scenarios.ts';
import { planOf } from '../oracles/small-plan.ts';
import { Tally } from '../oracles/tally.ts';

afterEach(() => vi.restoreAllMocks());

/** A hidden layer of 1 … 3 neurons. */
function sized(k: number): ExperimentDocument {
  const { network } = regression;
  const nodes = network.nodes.map((it) => (it.id === 'hidden' ? { ...it, units: 1 + (k % 3) } : it));
  return { ...regression, network: { ...network, nodes } };
}

const used = async (engine: Engine, k: number) => settle(await open(sized(k), engine), [0, 1, 2], 3);

test.each(['staged', 'tiled', 'fused', 'register'])(
  'a thousand plans on the %s path leave one',
  async (path) => {
    const tally = new Tally();
    const engine = await openOn(path);
    // Every plan once, then what is on the device is known.
    for (const k of [1, 2, 0]) await used(engine, k);
    const before = tally.counts;
    expect(before.buffers).toBeGreaterThan(0);
    for (let k = 1; k <= 999; k++) {
      if (k % 100 > 0) await engine.load(planOf(1 + (k % 3), 5));
      else await used(engine, k);
    }
    await used(engine, 0);
    expect(tally.counts).toEqual(before);
    engine.dispose();
    expect(tally.counts).toEqual({ buffers: 0, bytes: 0, workers: 0 });
  },
);

test('no number of different plans makes a device keep more than so many texts compiled', async () => {
  const device = await requestDevice(await findAdapter());
  const programs = new Programs(device);
  const compiled = vi.spyOn(device, 'createComputePipelineAsync');
  const text = (k: number) => `@compute @workgroup_size(1) fn main() { var x = ${k}; x += 1; }`;
  const pipeline = (k: number) =>
    programs.pipeline('trial', { file: 'trial', code: text(k), parts: [] }, 'main');
  await pipeline(0);
  // One that is in use all the time stays; the first, long unused, is compiled anew.
  for (let k = 1; k <= MOST_COMPILED; k++) await Promise.all([pipeline(k), pipeline(1)]);
  expect(compiled).toHaveBeenCalledTimes(MOST_COMPILED + 1);
  await pipeline(1);
  expect(compiled).toHaveBeenCalledTimes(MOST_COMPILED + 1);
  await pipeline(0);
  expect(compiled).toHaveBeenCalledTimes(MOST_COMPILED + 2);
  device.destroy();
});

test('ten devices and twenty workers, one after another, are all given back', async () => {
  const tally = new Tally();
  for (let k = 0; k < 10; k++) {
    for (const engine of [await openOn('staged'), await WorkerEngine.open({ workers: 2, worthwhile: 0 })]) {
      await used(engine, k);
      engine.dispose();
    }
    expect(tally.counts).toEqual({ buffers: 0, bytes: 0, workers: 0 });
  }
});

test('an engine that is closed in the midst of opening a plan gives everything back', async () => {
  const tally = new Tally();
  const engine = await openOn('staged');
  const loading = engine.load(planOf(3, 5)).catch((error) => error);
  engine.dispose();
  await loading;
  expect(tally.counts).toEqual({ buffers: 0, bytes: 0, workers: 0 });
});

test('a thousand readings of every size keep no more staging buffers than the largest needs', async () => {
  const tally = new Tally();
  const engine = await openOn('staged');
  const laboratory = await open(regression, engine);
  const tensors = [...laboratory.plan.layout.tensors.keys()];
  const read = (k: number) =>
    engine.read(tensors.slice(0, 1 + (k % tensors.length)).map((tensor) => ({ tensor })));
  for (let k = 0; k < tensors.length; k++) await read(k);
  const before = tally.counts;
  for (let k = 0; k < 1000; k++) await read(k);
  expect(tally.counts).toEqual(before);
  engine.dispose();
});

test.each(['staged', 'tiled', 'fused', 'register'])(
  'the %s path stays as near to float64 over ten thousand updates as rounding alone would take it',
  async (path) => {
    (await drift(() => openOn(path), 10_000)).expectNone();
  },
);
