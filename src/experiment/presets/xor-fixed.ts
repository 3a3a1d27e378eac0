import { chain } from './chain.ts';
import type { Preset } from './preset.ts';

export const xorFixed: Preset = {
  id: 'xor-fixed',
  label: 'Frozen predictions',
  group: 'Is it backprop?',
  summary: 'Predictions stay frozen while the errors grow, layer by layer, into the gradients of backprop.',
  document: {
    version: 1,
    title: 'Frozen predictions',
    network: chain([2, 8, 8, 1], 'tanh'),
    data: { name: 'xor', samples: 256 },
    inference: { rule: 'fixed-prediction', inferenceRate: 0.2, settleSteps: 40, start: 'forward' },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  },
};
