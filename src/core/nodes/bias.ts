import { BLOCK } from '#core/math/block.ts';
import type { Kernel } from '#core/plan/plan.ts';

/** gradient = −mean over samples of delta. Args: delta, gradient, units. */
export const gradient: Kernel = (memory, { delta, gradient: to, units }, { samples }) => {
  for (let o = 0; o < units!; o++) {
    let sum = 0;
    for (let first = 0; first < samples; first += BLOCK) {
      let block = 0;
      for (let s = first; s < Math.min(first + BLOCK, samples); s++)
        block += memory[delta! + s * units! + o]!;
      sum += block;
    }
    memory[to! + o] = -sum / samples;
  }
};
