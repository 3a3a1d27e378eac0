import { chain } from './chain.ts';
import type { Preset } from './preset.ts';

export const spiral: Preset = {
  id: 'spiral',
  label: 'Two spirals',
  group: 'Let it learn',
  summary:
    'A hard one: strict predictive coding struggles where backprop gets on; try another precision or step size.',
  document: {
    version: 1,
    title: 'Two spirals',
    network: chain([2, 16, 16, 1], 'tanh', { precision: 0.1 }),
    data: { name: 'spiral', samples: 256 },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 20, start: 'forward' },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  },
};
