import type { Optimizer } from './optimizer.ts';

/** θ ← θ − rate · g */
export const sgd: Optimizer = {
  id: 'sgd',
  label: 'SGD',
  source: 'Robbins and Monro (1951)',
  state: [],
  kernel: 'optimizers/sgd.descend',
  counts: false,
  reference: (memory, { parameter, gradient, length }, { learningRate }) => {
    for (let i = 0; i < length!; i++) memory[parameter! + i]! -= learningRate * memory[gradient! + i]!;
  },
};
