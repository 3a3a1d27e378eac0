import { chain } from '../chain.ts';
import type { PaperPreset } from './paper-preset.ts';

/** Iterations n of Torch2PC by default; its error is one update old when gradients are taken, so T = n − 1. */
export const TORCH_ITERATIONS = 20;

export const torchDefaults: PaperPreset = {
  id: 'torch-defaults',
  label: 'Defaults of Torch2PC',
  summary: 'Five layers at η = 0.1 and n = 20: the first layer’s gradient has a ninth of its length.',
  document: {
    version: 1,
    title: 'Defaults of Torch2PC',
    network: chain([2, 8, 8, 8, 8, 1], 'tanh'),
    data: { name: 'circle', samples: 256 },
    inference: {
      rule: 'fixed-prediction',
      inferenceRate: 0.1,
      settleSteps: TORCH_ITERATIONS - 1,
      start: 'forward',
    },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  },
};
