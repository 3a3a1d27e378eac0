import { describe, expect, test } from 'vitest';
import { kernels } from '#core/kernels.ts';
import type { Kernel, KernelName, Schedule, Stage } from '#core/plan/plan.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import { Extras } from '#engine/cpu/simd-extras.ts';
import { recordsOf, SIMD_ACTIVATIONS } from '#engine/cpu/simd-records.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { open, seeds } from '../oracles/scenarios.ts';
import { simdPromises } from '../oracles/simd.ts';
import { fill, planOf, settle, whole } from '../oracles/small-plan.ts';

describe('the SIMD engine', () => simdPromises('plain'));

test('every schedule of every plan runs on SIMD kernels alone', async () => {
  const used = new Set<string>();
  for (const seed of seeds(60)) {
    const { plan } = await open(randomDocument(seed));
    for (const [name, schedule] of Object.entries(plan.schedules)) {
      expect(recordsOf(schedule, new Extras(plan)), name).not.toBeNull();
      for (const item of schedule) if ('kernel' in item) used.add(item.kernel);
    }
  }
  expect([...kernels.keys()].filter((it) => !used.has(it))).toEqual([]);
});

test('a schedule with a kernel or an activation that SIMD does not know is left to the reference', async () => {
  const { plan } = await open(randomDocument(3));
  const call = (activation: number) => ({
    args: { value: 0, activity: 4, units: 1, activation },
    threads: 1,
    perSample: true,
    says: '',
  });
  const activate = (activation: number) =>
    recordsOf([{ kernel: 'nodes/state.activate', calls: [call(activation)] }], new Extras(plan));
  expect(activate(0)).not.toBeNull();
  expect(activate(SIMD_ACTIVATIONS)).toBeNull();
  expect(recordsOf([{ kernel: 'nodes/state.dream', calls: [call(0)] }], new Extras(plan))).toBeNull();
});

test('what the reference computes in between is seen by the SIMD kernels', async () => {
  const idle = 'nodes/state.idle';
  const registry = kernels as Map<KernelName, Kernel>;
  const plan = planOf(3, 5);
  const nothing: Stage = { kernel: idle, calls: [{ args: {}, threads: 1, perSample: false, says: '' }] };
  const descend = plan.schedules.descend!;
  const settled = async (schedule: Schedule) => {
    const engine = SimdEngine.open(['plain'])!;
    await engine.load({ ...plan, schedules: { ...plan.schedules, descend: schedule } });
    fill(engine, plan);
    engine.run([...settle, { schedule: 'descend' }, ...settle]);
    return (await whole(engine, 'weight(v)', 'value(h)', 'trace(y)')).flat();
  };
  registry.set(idle, () => {});
  const [known, mixed] = [await settled(descend), await settled([...descend, nothing])];
  registry.delete(idle);
  for (const [i, it] of known.entries()) expect(mixed[i]).toBeCloseTo(it, 6);
});

test('where there is no SIMD, there is no engine and no exception', () => {
  const { Module } = WebAssembly;
  try {
    WebAssembly.Module = class {
      constructor() {
        throw new WebAssembly.CompileError('no SIMD');
      }
    } as unknown as typeof Module;
    expect(SimdEngine.open()).toBeNull();
  } finally {
    WebAssembly.Module = Module;
  }
});
