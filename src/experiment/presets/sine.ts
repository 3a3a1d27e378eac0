import { chain } from './chain.ts';
import type { Preset } from './preset.ts';

export const sine: Preset = {
  id: 'sine',
  label: 'Sine',
  group: 'Let it learn',
  summary: 'A regression: the network bends its one output into a wave, and the curve shows every update.',
  document: {
    version: 1,
    title: 'Sine',
    network: chain([1, 16, 16, 1], 'tanh'),
    data: { name: 'sine', samples: 256 },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 20, start: 'forward' },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  },
};
