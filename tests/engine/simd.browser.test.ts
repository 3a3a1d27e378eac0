import { describe, expect, test } from 'vitest';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import { WorkerEngine } from '#engine/cpu/worker-engine.ts';
import { simdPromises } from '../oracles/simd.ts';

describe('the SIMD engine with fused multiply-adds', () => simdPromises('fused'));

test('the worker computes by the best that WebAssembly offers, and says so', async () => {
  const worker = await WorkerEngine.open();
  expect(worker.adapter).toBe(SimdEngine.open()!.adapter);
  expect(worker.adapter).toContain('SIMD');
  worker.dispose();
});
