import { describe, expect, test } from 'vitest';
import { initialize } from '#core/network/initialize.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { Laboratory } from '#session/laboratory.ts';
import { learnUpdates } from '#session/learn.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';
import type { Bench } from '#session/studies/study.ts';
import { experimentAt, type Pixel, type Request, type SweepMap } from '#session/studies/sweep/map.ts';
import { sweep } from '#session/studies/sweep/sweep.ts';
import { understood } from '../../oracles/scenarios.ts';

const noFile = () => Promise.reject(new Error('no file is needed'));

/** 40 points of the circle: a batch of 16 leaves a smaller last one. */
const circle = (changes: Partial<ExperimentDocument> = {}): ExperimentDocument => ({
  version: 1,
  seed: 3,
  network: {
    nodes: [
      { id: 'x0', units: 2, clamp: { learning: 'input', testing: 'input' } },
      { id: 'x1', units: 5, activation: 'tanh' },
      { id: 'x2', units: 4, activation: 'tanh' },
      { id: 'x3', units: 1, clamp: { learning: 'target', testing: 'free' } },
    ],
    connections: [
      { id: 'w1', from: 'x0', to: 'x1' },
      { id: 'w2', from: 'x1', to: 'x2' },
      { id: 'w3', from: 'x2', to: 'x3' },
    ],
  },
  data: { name: 'circle', samples: 40, noise: 0, seed: 1 },
  learning: { optimizer: 'adam', learningRate: 0.02, batchSize: 16 },
  ...changes,
});

async function benchOf(experiment: Experiment, engine: Engine, samples = 20) {
  const material = await materialOf(experiment, noFile);
  const shown: SweepMap[] = [];
  const shares: number[] = [];
  const bench: Bench<SweepMap> = {
    engine,
    experiment,
    material,
    parameters: initialize(experiment.network, experiment.seed, experiment.parameters),
    rows: Uint32Array.from({ length: samples }, (_, i) => (i * 7) % 40),
    materialOf: () => Promise.resolve(material),
    progress: async (share) => void shares.push(share),
    show: (map) => void shown.push(map),
  };
  return { bench, shown, shares };
}

const request = (changes: Partial<Request>): Request => ({
  across: { axis: 'inferenceRate', from: 0.05, to: 0.9, count: 4, scale: 'log' },
  up: { axis: 'settleSteps', from: 1, to: 9, count: 4, scale: 'linear' },
  work: 'settling',
  updates: 7,
  ...changes,
});

const engines = [
  ['the reference in float64', () => new CpuEngine('float64')],
  ['SIMD', () => SimdEngine.open()!],
] as const;

const precision = { axis: 'precision', from: 0.05, to: 4, count: 3, scale: 'log' } as const;
const depth = { axis: 'depth', from: 1, to: 4, count: 4, scale: 'linear' } as const;
const seed = { axis: 'seed', from: 1, to: 4, count: 4, scale: 'linear' } as const;
const rules = { axis: 'rule', from: 0, to: 4, count: 5, scale: 'linear' } as const;
const learningRate = { axis: 'learningRate', from: 0.003, to: 0.3, count: 3, scale: 'log' } as const;
const batchSize = { axis: 'batchSize', from: 8, to: 40, count: 3, scale: 'linear' } as const;

const starts = ['forward', 'zero', 'random', 'keep'] as const;
const byRate = ['strict', 'fixed-prediction', 'incremental'] as const;

/** The pixel by itself: a laboratory with just these settings. */
async function alone(
  engine: Engine,
  bench: Bench<SweepMap>,
  experiment: Experiment,
  { work, updates }: Request,
): Promise<Pixel> {
  const laboratory = await Laboratory.open(engine, experiment, bench.material);
  if (work === 'settling') {
    const { comparison, energy } = await settle(laboratory, bench.rows, experiment.inference.settleSteps);
    const total = (t: number) => Object.values(energy).reduce((sum, it) => sum + it[t]!, 0);
    const energyLeft = total(experiment.inference.settleSteps) / total(0);
    return { diverged: false, comparison, energyLeft, loss: null, accuracy: null };
  }
  await learnUpdates(laboratory, updates);
  const rows = Uint32Array.from({ length: bench.material.rows.training }, (_, i) => i);
  return { diverged: false, comparison: null, energyLeft: null, ...(await laboratory.evaluate(rows)) };
}

const pixelsOf = ({ xs, ys, pixels }: SweepMap) =>
  ys.flatMap((y, row) => xs.map((x, column) => ({ x, y, pixel: pixels[row]![column]! })));

describe.each(engines)('on %s', (_, open) => {
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
        expect(pixel.loss! / own.loss!).toBeCloseTo(
          1,
          open().kind === 'cpu' && open() instanceof CpuEngine ? 12 : 6,
        );
        expect(pixel.accuracy).toBeCloseTo(own.accuracy!, 12);
      }
    },
  );
});
