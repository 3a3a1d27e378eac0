import type { AxisId, Work } from '#session/studies/sweep/axes.ts';

/** A map worth a look. */
export interface Pair {
  readonly id: string;
  readonly label: string;
  readonly across: AxisId;
  readonly up: AxisId;
  readonly work: Work;
}

export const pairs: readonly Pair[] = [
  { id: 'rate-steps', label: 'η × T', across: 'inferenceRate', up: 'settleSteps', work: 'settling' },
  { id: 'rate-precision', label: 'η × output π', across: 'inferenceRate', up: 'precision', work: 'settling' },
  { id: 'precision-steps', label: 'output π × T', across: 'precision', up: 'settleSteps', work: 'settling' },
  { id: 'precision-depth', label: 'output π × depth', across: 'precision', up: 'depth', work: 'settling' },
  { id: 'seed-rate', label: 'seed × η', across: 'inferenceRate', up: 'seed', work: 'settling' },
  {
    id: 'learning-rule',
    label: 'learning rate × rule',
    across: 'learningRate',
    up: 'rule',
    work: 'training',
  },
  {
    id: 'learning-rate',
    label: 'learning rate × η',
    across: 'learningRate',
    up: 'inferenceRate',
    work: 'training',
  },
  {
    id: 'rate-steps-trained',
    label: 'η × T, trained',
    across: 'inferenceRate',
    up: 'settleSteps',
    work: 'training',
  },
];
