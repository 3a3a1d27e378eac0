import { chain } from '../chain.ts';
import type { PaperPreset } from './paper-preset.ts';

export const incrementalUpdates: PaperPreset = {
  id: 'incremental-updates',
  label: 'Learning at every step',
  summary:
    'Salvatori et al. 2024: weights change while values still move, so nothing waits for a settling to end.',
  document: {
    version: 1,
    title: 'Learning at every step',
    network: chain([2, 8, 8, 1], 'tanh'),
    data: { name: 'circle', samples: 256 },
    inference: { rule: 'incremental', inferenceRate: 0.1, settleSteps: 20, start: 'forward' },
    learning: { optimizer: 'sgd', learningRate: 0.02, batchSize: 32 },
  },
};
