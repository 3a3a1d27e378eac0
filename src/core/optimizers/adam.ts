import type { Kernel } from '#core/plan/plan.ts';
import type { Optimizer } from './optimizer.ts';

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const FLOOR = 1e-8;

/** Moments m and s of the gradient, each divided by its correction; θ ← θ − rate · m̂ / (√ŝ + 1e-8). */
export const adam: Optimizer = {
  id: 'adam',
  label: 'Adam',
  source: 'Kingma and Ba (2015)',
  state: ['first', 'second'],
  kernel: 'optimizers/adam.descend',
  counts: true,
  reference: (memory, { parameter, gradient, first, second, corrections, length }, { learningRate }) => {
    const firstCorrection = memory[corrections!]!;
    const secondCorrection = memory[corrections! + 1]!;
    for (let i = 0; i < length!; i++) {
      const g = memory[gradient! + i]!;
      const m = FIRST_DECAY * memory[first! + i]! + (1 - FIRST_DECAY) * g;
      const s = SECOND_DECAY * memory[second! + i]! + (1 - SECOND_DECAY) * g * g;
      memory[first! + i] = m;
      memory[second! + i] = s;
      memory[parameter! + i]! -=
        (learningRate * (m / firstCorrection)) / (Math.sqrt(s / secondCorrection) + FLOOR);
    }
  },
};

/**
 * Advances 1 − βᵗ for both decays by c ← βc + (1 − β), which keeps the digits that 1 − βᵗ cancels away in float32.
 * Args: corrections (offset of two entries, zero before the first update).
 */
export const advance: Kernel = (memory, { corrections }) => {
  memory[corrections!] = FIRST_DECAY * memory[corrections!]! + (1 - FIRST_DECAY);
  memory[corrections! + 1] = SECOND_DECAY * memory[corrections! + 1]! + (1 - SECOND_DECAY);
};
