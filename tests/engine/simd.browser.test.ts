import { describe, expect, test } from 'vitest';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import { WorkerEngine } from '#engine/cpu/worker-engine.ts';
import { simdPromises } from '../oracles/simd.ts';

describe('the SIMD engine with fused multiply-adds', () => simdPromises('fused'));

test('the workers compute by the best that WebAssembly offers, and the engine says so', async () => {
  const { adapter } = SimdEngine.open()!;
  expect(adapter).toContain('SIMD');
  for (const [workers, said] of [
    [1, adapter],
    [2, `${adapter}, 2 workers`],
  ] as const) {
    const engine = await WorkerEngine.open({ workers });
    expect(engine.adapter).toBe(said);
    engine.dispose();
  }
});
