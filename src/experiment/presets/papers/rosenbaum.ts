import type { ExperimentDocument } from '../../document.ts';
import { chain } from '../chain.ts';
import type { PaperPreset } from './paper-preset.ts';
import { toyParameters, toyRows } from './toy.ts';

const toy = (
  title: string,
  precision: number,
  inference: ExperimentDocument['inference'],
): ExperimentDocument => ({
  version: 1,
  title,
  network: chain([2, 8, 8, 1], 'tanh', { precision }),
  parameters: toyParameters,
  data: toyRows,
  inference: { ...inference, start: 'forward' },
  learning: { optimizer: 'sgd', learningRate: 0.1, batchSize: 8 },
});

export const toyFixed: PaperPreset = {
  id: 'rosenbaum-toy-fixed',
  label: 'Fixed prediction, toy',
  summary:
    'Rosenbaum 2022 on a small network: with frozen predictions the gradients become those of backprop.',
  document: toy('Fixed prediction, toy', 1, {
    rule: 'fixed-prediction',
    inferenceRate: 0.1,
    settleSteps: 100,
  }),
};

export const toyStrict: PaperPreset = {
  id: 'rosenbaum-toy-strict',
  label: 'Strict, toy',
  summary: 'Rosenbaum 2022 on a small network: strict predictive coding comes to rest away from backprop.',
  document: toy('Strict, toy', 1, { rule: 'strict', inferenceRate: 0.1, settleSteps: 400 }),
};

/** Images of a batch in the paper. */
export const DIGITS_BATCH = 300;

/** The paper’s two convolutions replaced by dense layers; its dense layers, activations and batch. */
const digits = (
  title: string,
  output: Parameters<typeof chain>[2],
  rule: 'fixed-prediction' | 'strict',
  settleSteps: number,
): ExperimentDocument => ({
  version: 1,
  title,
  network: chain([784, 64, 64, 50, 30, 10], 'relu', output),
  data: { name: 'digits', samples: 2000 },
  inference: { rule, inferenceRate: 0.1, settleSteps, start: 'forward' },
  learning: { optimizer: 'adam', learningRate: 0.002, batchSize: DIGITS_BATCH },
});

/** PyTorch’s cross entropy is a mean over the batch: a precision of one over its size. */
export const digitsFixed: PaperPreset = {
  id: 'rosenbaum-digits-fixed',
  label: 'Fixed prediction, digits',
  summary: 'Rosenbaum 2022 on digits: five layers, 300 images a batch, a loss that is a mean over the batch.',
  document: digits(
    'Fixed prediction, digits',
    { likelihood: 'categorical', precision: 1 / DIGITS_BATCH },
    'fixed-prediction',
    200,
  ),
};

/** PyTorch’s squared error is a mean over outputs too, without the half: a precision of 2 over both. */
export const digitsStrict: PaperPreset = {
  id: 'rosenbaum-digits-strict',
  label: 'Strict, digits',
  summary: 'Rosenbaum 2022 on digits: averaging the loss over the batch hides a small output precision.',
  document: digits('Strict, digits', { precision: 2 / (DIGITS_BATCH * 10) }, 'strict', 400),
};
