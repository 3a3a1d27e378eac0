import { chain } from './chain.ts';
import type { Preset } from './preset.ts';

export const spiral: Preset = {
  id: 'spiral',
  label: 'Two spirals',
  summary:
    'A hard one: strict predictive coding learns it at a low output precision and fails at precision 1.',
  document: {
    version: 1,
    title: 'Two spirals',
    network: chain([2, 16, 16, 1], 'tanh', { precision: 0.1 }),
    data: { name: 'spiral', samples: 256 },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 20, start: 'forward' },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  },
};
