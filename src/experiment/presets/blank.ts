import { chain } from './chain.ts';
import type { Preset } from './preset.ts';

export const blank: Preset = {
  id: 'blank',
  label: 'Blank',
  group: 'Build your own',
  summary: 'An input and an output, and nothing between: add layers, neurons and skips.',
  document: {
    version: 1,
    title: 'Blank',
    network: chain([2, 1], 'tanh'),
    data: { name: 'circle', samples: 256 },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 20, start: 'forward' },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  },
};
