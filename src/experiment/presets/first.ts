import { chain } from './chain.ts';
import type { Preset } from './preset.ts';

export const first: Preset = {
  id: 'first',
  label: 'Kicked springs',
  group: 'Feel it settle',
  summary: 'Every spring is a prediction error: kicked out of place, a small network pulls itself to rest.',
  document: {
    version: 1,
    title: 'Kicked springs',
    // This kick stretches springs in every layer, and what is left at T is within 2 % of rest.
    seed: 399,
    network: chain([2, 4, 4, 1], 'tanh'),
    data: { name: 'circle', samples: 256 },
    inference: { rule: 'strict', inferenceRate: 0.15, settleSteps: 40, start: 'random' },
    learning: { optimizer: 'adam', learningRate: 0.03, batchSize: 32 },
  },
};
