import { blockSum } from '#core/math/block.ts';
import type { Kernel } from '#core/plan/plan.ts';

/** trace[clock] = mean over samples of energy. Args: energy, trace, clock. */
export const record: Kernel = (memory, { energy, trace, clock }, { samples }) => {
  memory[trace! + memory[clock!]!] = blockSum(memory, energy!, samples) / samples;
};
