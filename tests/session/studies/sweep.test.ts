import { describe, expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { experimentAt, type Request } from '#session/studies/sweep/map.ts';
import { sweep } from '#session/studies/sweep/sweep.ts';
import { understood } from '../../oracles/scenarios.ts';
import { alone, benchOf, circle, pixelsOf, request } from '../../oracles/sweeps.ts';

const engines = [
  ['the reference in float64', () => new CpuEngine('float64'), 12],
  ['SIMD', () => SimdEngine.open()!, 6],
] as const;

const precision = { axis: 'precision', from: 0.05, to: 4, count: 3, scale: 'log' } as const;
const depth = { axis: 'depth', from: 1, to: 4, count: 4, scale: 'linear' } as const;
const seed = { axis: 'seed', from: 1, to: 4, count: 4, scale: 'linear' } as const;
const rules = { axis: 'rule', from: 0, to: 4, count: 5, scale: 'linear' } as const;
const learningRate = { axis: 'learningRate', from: 0.003, to: 0.3, count: 3, scale: 'log' } as const;
const batchSize = { axis: 'batchSize', from: 8, to: 40, count: 3, scale: 'linear' } as const;

const starts = ['forward', 'zero', 'random', 'keep'] as const;
const byRate = ['strict', 'fixed-prediction', 'incremental'] as const;

describe.each(engines)('on %s', (_, open, digits) => {
  const cases: readonly [string, Partial<ExperimentDocument>, Partial<Request>][] = [
    ...byRate.map((rule) => [`η × T, ${rule}`, { inference: { rule } }, {}] as const),
    ...starts.map((start) => [`η × T from ${start}`, { inference: { start } }, {}] as const),
    ['η × π', {}, { up: precision }],
    ['T × π', {}, { across: { ...request({}).up, axis: 'settleSteps' }, up: precision }],
    ['π × depth', {}, { across: precision, up: depth }],
    ['seed × η', {}, { across: seed, up: request({}).across }],
    ['seed × η, kicked', { inference: { start: 'random' } }, { across: seed, up: request({}).across }],
    ['π × rule', {}, { across: precision, up: rules }],
    [
      'with pins and lesions',
      { pins: { x2: { '1': 0.5 } }, lesions: { units: { x1: [2] }, weights: { w2: [[0, 3]] } } },
      {},
    ],
  ].map((it) => it as [string, Partial<ExperimentDocument>, Partial<Request>]);

  test.each(cases)('every pixel of %s has the bits of a settling of its own', async (__, changes, asked) => {
    const wanted = request(asked);
    const { bench } = await benchOf(understood(circle(changes)), open());
    const map = await sweep(wanted)(bench);
    expect(map.done).toBe(map.xs.length * map.ys.length);
    for (const { x, y, pixel } of pixelsOf(map)) {
      const own = await alone(open(), bench, experimentAt(bench.experiment, wanted, x, y), wanted);
      expect(pixel.comparison).toEqual(own.comparison);
      expect(pixel.energyLeft! / own.energyLeft!).toBeCloseTo(1, 12);
    }
  });

  const trainings: readonly [string, Partial<ExperimentDocument>, Partial<Request>][] = [
    ['learning rate × rule', {}, { across: learningRate, up: rules }],
    ['learning rate × η', {}, { across: learningRate }],
    ['η × T', {}, {}],
    ['seed × batch size', {}, { across: seed, up: batchSize }],
    ['seed × depth', {}, { across: seed, up: depth }],
    [
      'η × π with momentum',
      { learning: { optimizer: 'momentum', learningRate: 0.02, batchSize: 16 } },
      { up: precision },
    ],
    [
      'η × π with SGD',
      { learning: { optimizer: 'sgd', learningRate: 0.05, batchSize: 16 } },
      { up: precision },
    ],
  ];

  test.each(trainings)(
    'every pixel of %s has the outcome of a training of its own',
    async (__, changes, asked) => {
      const wanted = request({
        up: { axis: 'inferenceRate', from: 0.05, to: 0.4, count: 2, scale: 'log' },
        across: { axis: 'settleSteps', from: 2, to: 6, count: 2, scale: 'linear' },
        ...asked,
        work: 'training',
      });
      const { bench } = await benchOf(understood(circle(changes)), open());
      const map = await sweep(wanted)(bench);
      for (const { x, y, pixel } of pixelsOf(map)) {
        const own = await alone(open(), bench, experimentAt(bench.experiment, wanted, x, y), wanted);
        // The same bits but for the mean over rows, which is taken in other portions.
        expect(pixel.loss! / own.loss!).toBeCloseTo(1, digits);
        expect(pixel.accuracy).toBeCloseTo(own.accuracy!, 12);
      }
    },
  );
});
