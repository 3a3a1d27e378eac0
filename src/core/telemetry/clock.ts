import type { Kernel } from '#core/plan/plan.ts';

/** clock = 0. Args: clock. */
export const reset: Kernel = (memory, { clock }) => {
  memory[clock!] = 0;
};

/** clock += 1. Args: clock. */
export const tick: Kernel = (memory, { clock }) => {
  memory[clock!]! += 1;
};
