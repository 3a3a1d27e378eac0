import { chain } from '../chain.ts';
import type { PaperPreset } from './paper-preset.ts';

export const innerLoopOnce: PaperPreset = {
  id: 'inner-loop-once',
  label: 'The inner loop, once',
  summary: 'Frozen predictions and a full step: after one sweep of updates the errors are backprop’s.',
  document: {
    version: 1,
    title: 'The inner loop, once',
    network: chain([2, 8, 8, 8, 8, 1], 'tanh'),
    data: { name: 'circle', samples: 256 },
    inference: { rule: 'fixed-prediction', inferenceRate: 1, settleSteps: 4, start: 'forward' },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  },
};
