import { expect, test } from 'vitest';
import { attainable, measureRoof } from '#engine/roof/roof.ts';
import * as naive from '../../bench/contestants/naive-wgsl.ts';
import * as ours from '../../bench/contestants/ours.ts';
import { problemOf } from '../../bench/problem.ts';
import { complaint, deviationsOf, referenceOf } from '../../bench/verify.ts';

const problem = problemOf({ name: 'tiny', widths: [3, 7, 5, 2], batch: 9, settleSteps: 6 });

test.each([
  ['ours in a worker', ours.openWorkers],
  ['ours on WebGPU', ours.openWebGpu],
  ['naive WGSL', naive.open],
])('%s takes the step that float64 takes', async (_, open) => {
  const training = await (await open()).prepare(problem);
  await training.step();
  const deviations = deviationsOf(await training.outcome(), await referenceOf(problem), problem);
  training.dispose();
  expect(complaint(deviations)).toBeNull();
});

test.each(['cpu', 'webgpu'] as const)('the roof of %s is measured', async (kind) => {
  const roof = await measureRoof(kind);
  for (const it of [roof.gflops, roof.copyGBs, roof.emptyStepMicroseconds]) expect(it).toBeGreaterThan(0);
  expect(attainable(roof, 1e9)).toBe(roof.gflops);
  expect(attainable(roof, 1e-9)).toBe(1e-9 * roof.copyGBs);
});
