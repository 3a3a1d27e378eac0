import { chain } from './chain.ts';
import type { Preset } from './preset.ts';

export const agreementDial: Preset = {
  id: 'agreement-dial',
  label: 'Agreement dial',
  group: 'Is it backprop?',
  summary:
    'A disc inside a ring: turn the output precision down and watch predictive coding turn into backprop.',
  document: {
    version: 1,
    title: 'Agreement dial',
    network: chain([2, 8, 8, 1], 'tanh'),
    data: { name: 'circle', samples: 256 },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 60, start: 'forward' },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  },
};
