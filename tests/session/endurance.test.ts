import { expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { learnUpdates } from '#session/learn.ts';
import { Portion } from '#session/portion.ts';
import { settle } from '#session/settle.ts';
import { collectedHeap } from '../oracles/collected-heap.ts';
import { openCrew, simdEngines } from '../oracles/crew.ts';
import { drift, regression } from '../oracles/drift.ts';
import { open } from '../oracles/scenarios.ts';

/** Bytes that a heap may differ by without anything growing: compiled code and caches of the runtime come and go. */
const NOISE = 2 ** 20;

/**
 * Bytes by which a task, done twice, leaves the heap larger each time: the smaller of both. What is kept of every round shows in
 * either; what the runtime compiles or throws away again, in one.
 */
async function growth(task: () => Promise<void>): Promise<number> {
  const heaps = [await collectedHeap()];
  for (let half = 0; half < 2; half++) {
    await task();
    heaps.push(await collectedHeap());
  }
  const [before, between, after] = heaps as [number, number, number];
  return Math.min(between - before, after - between);
}

const engines: Readonly<Record<string, () => Engine>> = {
  reference: () => new CpuEngine('float32'),
  SIMD: () => simdEngines(1)[0]!,
  'SIMD in three parts': () => openCrew(simdEngines(3)),
};

test('the memory of a hundred thousand updates and settlings is that of the first thousands', async () => {
  const laboratory = await open(regression, simdEngines(1)[0]!);
  const hour = async (updates: number) => {
    for (let made = 0; made < updates; made += 1000) {
      const { diverged } = await learnUpdates(laboratory, 1000, { portion: new Portion(1000) });
      expect(diverged).toBe(false);
      await settle(laboratory, [0, 1, 2, 3], 5);
    }
  };
  await hour(10_000);
  const grown = await growth(() => hour(45_000));
  expect(laboratory.updates).toBe(100_000);
  expect(grown).toBeLessThan(NOISE);
});

test.each(Object.keys(engines))(
  '%s: of a thousand engines loaded and closed nothing is left',
  async (name) => {
    const seen: WeakRef<Engine>[] = [];
    const cycles = async (count: number) => {
      for (let k = 0; k < count; k++) {
        const engine = engines[name]!();
        const laboratory = await open(regression, engine);
        await settle(laboratory, [0, 1], 3);
        engine.dispose();
        seen.push(new WeakRef(engine));
      }
    };
    await cycles(300);
    const grown = await growth(() => cycles(350));
    expect(seen.filter((it) => it.deref() !== undefined).length).toBeLessThan(3);
    expect(grown).toBeLessThan(NOISE);
  },
);

test.each(Object.keys(engines))(
  '%s: a thousand plans one after another leave the last one alone',
  async (name) => {
    const engine = engines[name]!();
    const sizes = (k: number): ExperimentDocument => {
      const [first, hidden, last] = regression.network.nodes;
      const nodes = [first!, { ...hidden!, units: 1 + (k % 7) }, last!];
      return { ...regression, parameters: {}, network: { ...regression.network, nodes } };
    };
    const loads = async (count: number) => {
      for (let k = 0; k < count; k++) await settle(await open(sizes(k), engine), [0, 1], 3);
    };
    await loads(200);
    expect(await growth(() => loads(400))).toBeLessThan(NOISE);
    engine.dispose();
  },
);

test('float32 SIMD stays as near to float64 over a hundred thousand updates as rounding alone would take it', async () => {
  const closeness = await drift(() => SimdEngine.open(['plain'])!, 100_000);
  closeness.expectNone();
});
