import type { Optimizer } from './optimizer.ts';

const DECAY = 0.9;

/** v ← 0.9 v + g; θ ← θ − rate · v */
export const momentum: Optimizer = {
  id: 'momentum',
  label: 'Momentum',
  source: 'Polyak (1964)',
  state: ['velocity'],
  kernel: 'optimizers/momentum.descend',
  counts: false,
  reference: (memory, { parameter, gradient, velocity, length }, { learningRate }) => {
    for (let i = 0; i < length!; i++) {
      const v = DECAY * memory[velocity! + i]! + memory[gradient! + i]!;
      memory[velocity! + i] = v;
      memory[parameter! + i]! -= learningRate * v;
    }
  },
};
