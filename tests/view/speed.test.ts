import { expect, test } from 'vitest';
import { figures } from '#view/panels/speed.ts';
import { experiments } from './scenes.ts';

const [, experiment] = experiments[0]!;
const rate = (milliseconds: number, gflops: number) => ({ milliseconds, gflops, samples: 32 });
const roof = { gflops: 40, copyGBs: 10, emptyStepMicroseconds: 20, words: 'WASM SIMD on two threads' };
const shown = (measured: Pick<Parameters<typeof figures>[0], 'speed' | 'roof'>) =>
  figures({ ...measured, experiment });

test('before anything is measured there are dashes, each with its definition', () => {
  const before = shown({ speed: { training: null, settling: null }, roof: undefined });
  expect(before.map((it) => it.figure)).toEqual(['–', '–', '–']);
  for (const { meaning } of before) expect(meaning).toMatch(/^[A-Z].*\.$/);
});

test('the share of the roof is that of the arithmetic shown', () => {
  const measured = shown({ speed: { training: rate(0.5, 10), settling: rate(0.02, 20) }, roof });
  expect(measured.map((it) => it.figure)).toEqual(['0.500 ms', '0.0200 ms', '10.0 GFLOP/s', '25\u00a0%']);
  expect(measured.at(-1)!.meaning).toContain(roof.words);
  const settlingOnly = shown({ speed: { training: null, settling: rate(0.02, 20) }, roof });
  expect(settlingOnly.map((it) => it.figure)).toEqual(['–', '0.0200 ms', '20.0 GFLOP/s', '50\u00a0%']);
});
