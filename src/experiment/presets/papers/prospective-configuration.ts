import { chain } from '../chain.ts';
import type { PaperPreset } from './paper-preset.ts';

export const prospectiveConfiguration: PaperPreset = {
  id: 'prospective-configuration',
  label: 'Prospective configuration',
  summary:
    'Song et al. 2024: one output is wrong, one is right; learning the first should not spoil the second.',
  document: {
    version: 1,
    title: 'Prospective configuration',
    network: chain([1, 1, 2], 'identity'),
    parameters: { weights: { w1: [[1]], w2: [[1], [1]] } },
    data: { name: 'rows', inputs: [[1]], targets: [[0, 1]] },
    inference: { rule: 'strict', inferenceRate: 0.2, settleSteps: 100, start: 'forward' },
    learning: { optimizer: 'sgd', learningRate: 0.2, batchSize: 1 },
  },
};
