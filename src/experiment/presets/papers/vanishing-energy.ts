import type { ExperimentDocument } from '../../document.ts';
import { chain } from '../chain.ts';
import type { PaperPreset } from './paper-preset.ts';

/** Each layer turns the plane by a radian: an orthogonal matrix, so that no layer shrinks or stretches anything. */
const turn = [
  [Math.cos(1), -Math.sin(1)],
  [Math.sin(1), Math.cos(1)],
];

/** An orthogonal linear chain of so many connections, one row. */
export const orthogonalChain = (length: number): ExperimentDocument => ({
  version: 1,
  title: 'Depth and vanishing energy',
  network: chain(
    Array.from({ length: length + 1 }, () => 2),
    'identity',
  ),
  parameters: {
    weights: Object.fromEntries(Array.from({ length }, (_, l) => [`w${l + 1}`, turn])),
  },
  data: { name: 'rows', inputs: [[1, 0]], targets: [[0, 1]] },
  inference: { rule: 'strict', inferenceRate: 0.4, settleSteps: 800, start: 'forward' },
  learning: { optimizer: 'sgd', learningRate: 0.1, batchSize: 1 },
});

export const vanishingEnergy: PaperPreset = {
  id: 'vanishing-energy',
  label: 'Depth and vanishing energy',
  summary: 'At rest every layer of a linear chain holds the same share: an L-th part of an L-th of the loss.',
  document: orthogonalChain(8),
};
