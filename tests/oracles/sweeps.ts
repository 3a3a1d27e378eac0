import { initialize } from '#core/network/initialize.ts';
import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { Laboratory } from '#session/laboratory.ts';
import { learnUpdates } from '#session/learn.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';
import type { Bench } from '#session/studies/study.ts';
import type { Pixel, Request, SweepMap } from '#session/studies/sweep/map.ts';

/* Maps of two settings beside what each of their pixels is by itself. */

const noFile = () => Promise.reject(new Error('no file is needed'));

/** 40 points of the circle: a batch of 16 leaves a smaller last one. */
export const circle = (changes: Partial<ExperimentDocument> = {}): ExperimentDocument => ({
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

export async function benchOf(experiment: Experiment, engine: Engine, samples = 20) {
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

export const request = (changes: Partial<Request>): Request => ({
  across: { axis: 'inferenceRate', from: 0.05, to: 0.9, count: 4, scale: 'log' },
  up: { axis: 'settleSteps', from: 1, to: 9, count: 4, scale: 'linear' },
  work: 'settling',
  updates: 7,
  ...changes,
});

/** The pixel by itself: a laboratory with just these settings. */
export async function alone(
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

export const pixelsOf = ({ xs, ys, pixels }: SweepMap) =>
  ys.flatMap((y, row) => xs.map((x, column) => ({ x, y, pixel: pixels[row]![column]! })));
