import { chain } from './chain.ts';
import type { Preset } from './preset.ts';

export const digits: Preset = {
  id: 'digits',
  label: 'Digits',
  group: 'Let it learn',
  summary: 'Handwritten digits: a larger network with a softmax output reads ten classes from 784 pixels.',
  document: {
    version: 1,
    title: 'Digits',
    network: chain([784, 64, 32, 10], 'relu', { likelihood: 'categorical' }),
    data: { name: 'digits' },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 20, start: 'forward' },
    learning: { optimizer: 'adam', learningRate: 0.002, batchSize: 64 },
  },
};
