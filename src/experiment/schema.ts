import { MOST_UNITS } from '#core/network/check.ts';
import type { StartId } from './experiment.ts';

/** One scalar a person can set, stated once: for reading documents and for the controls. */
export interface Setting {
  /** Where it stands in the document; `*` for every node. */
  readonly path: readonly string[];
  readonly symbol: string;
  readonly label: string;
  /** Empty for a pure number. */
  readonly unit: string;
  readonly type: 'number' | 'integer';
  /** How a slider spaces its values. On a log scale nothing at or below zero has a meaning. */
  readonly scale: 'log' | 'linear';
  /** Hard limits, both allowed. */
  readonly min: number;
  readonly max: number;
  /** What the slider spans. */
  readonly track: readonly [number, number];
  readonly default: number;
  /** One sentence. */
  readonly help: string;
}

const inferenceRate: Setting = {
  path: ['inference', 'inferenceRate'],
  symbol: 'η',
  label: 'Inference rate',
  unit: '',
  type: 'number',
  scale: 'log',
  min: 1e-9,
  max: 100,
  track: [0.001, 2],
  default: 0.1,
  help: 'How far values move in one settling step; above the stability limit the energy explodes.',
};

const settleSteps: Setting = {
  path: ['inference', 'settleSteps'],
  symbol: 'T',
  label: 'Settling steps',
  unit: 'steps',
  type: 'integer',
  scale: 'log',
  min: 1,
  max: 10_000,
  track: [1, 400],
  default: 20,
  help: 'How many steps the values settle before the synapses learn; an error travels one layer per step.',
};

const learningRate: Setting = {
  path: ['learning', 'learningRate'],
  symbol: 'α',
  label: 'Learning rate',
  unit: '',
  type: 'number',
  scale: 'log',
  min: 1e-9,
  max: 100,
  track: [0.0001, 1],
  default: 0.01,
  help: 'How far weights and biases move in one update.',
};

const batchSize: Setting = {
  path: ['learning', 'batchSize'],
  symbol: 'B',
  label: 'Batch size',
  unit: 'samples',
  type: 'integer',
  scale: 'log',
  min: 1,
  // Anything above the number of rows means all of them, so a large number is no mistake.
  max: 1e9,
  track: [1, 256],
  default: 32,
  help: 'How many samples each weight update averages over.',
};

const seed: Setting = {
  path: ['seed'],
  symbol: '',
  label: 'Seed',
  unit: '',
  type: 'integer',
  scale: 'linear',
  min: 0,
  max: 2 ** 32 - 1,
  track: [0, 999],
  default: 1,
  help: 'Chooses the initial weights, the start noise and the order of the batches; the same seed repeats a run.',
};

const precision: Setting = {
  path: ['network', 'nodes', '*', 'precision'],
  symbol: 'π',
  label: 'Precision',
  unit: '',
  type: 'number',
  scale: 'log',
  min: 1e-6,
  max: 1e6,
  track: [0.01, 10],
  default: 1,
  help: 'How much an error of this layer counts; the lower it is at the output, the closer learning is to backprop.',
};

const units: Setting = {
  path: ['network', 'nodes', '*', 'units'],
  symbol: '',
  label: 'Units',
  unit: 'neurons',
  type: 'integer',
  scale: 'log',
  min: 1,
  max: MOST_UNITS,
  track: [1, 32],
  default: 8,
  help: 'How many neurons the layer has.',
};

const samples: Setting = {
  path: ['data', 'samples'],
  symbol: 'N',
  label: 'Samples',
  unit: 'samples',
  type: 'integer',
  scale: 'log',
  min: 1,
  max: 20_000,
  track: [16, 1024],
  default: 256,
  help: 'How many samples the data set has.',
};

const noise: Setting = {
  path: ['data', 'noise'],
  symbol: 'σ',
  label: 'Noise',
  unit: '',
  type: 'number',
  scale: 'linear',
  min: 0,
  max: 10,
  track: [0, 0.5],
  default: 0,
  help: 'Standard deviation of the noise that is added to the data.',
};

const dataSeed: Setting = {
  ...seed,
  path: ['data', 'seed'],
  label: 'Data seed',
  help: 'Chooses the samples, their noise and which of them test.',
};

const split: Setting = {
  path: ['data', 'split'],
  symbol: '',
  label: 'Training share',
  unit: '',
  type: 'number',
  scale: 'linear',
  min: 0.001,
  max: 1,
  track: [0.1, 1],
  default: 1,
  help: 'The share of the samples that trains; the others test.',
};

export const settings = {
  inferenceRate,
  settleSteps,
  learningRate,
  batchSize,
  seed,
  precision,
  units,
  samples,
  noise,
  dataSeed,
  split,
};

export const startIds: readonly StartId[] = ['forward', 'zero', 'random', 'keep'];
