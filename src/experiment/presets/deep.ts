import { chain } from './chain.ts';
import type { Preset } from './preset.ts';

export const deep: Preset = {
  id: 'deep',
  label: 'A deep chain',
  group: 'Feel it settle',
  summary: 'Four hidden layers: the error starts at the output and travels one layer back in every step.',
  document: {
    version: 1,
    title: 'A deep chain',
    network: chain([2, 6, 6, 6, 6, 1], 'tanh'),
    data: { name: 'circle', samples: 256 },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 40, start: 'forward' },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  },
};
