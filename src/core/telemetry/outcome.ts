import { blockSum } from '#core/math/block.ts';
import type { Kernel } from '#core/plan/plan.ts';

/**
 * correct = 1 where the prediction names the class of the value, else 0. With one unit the class is the sign
 * (0 counts as negative), with more the first largest entry. Args: value, prediction, correct, units.
 */
export const judge: Kernel = (memory, { value, prediction, correct, units }, { samples }) => {
  const largest = (from: number) => {
    let best = 0;
    for (let i = 1; i < units!; i++) if (memory[from + i]! > memory[from + best]!) best = i;
    return best;
  };
  for (let s = 0; s < samples; s++) {
    const y = value! + s * units!;
    const mu = prediction! + s * units!;
    const agrees = units === 1 ? memory[y]! > 0 === memory[mu]! > 0 : largest(y) === largest(mu);
    memory[correct! + s] = agrees ? 1 : 0;
  }
};

/** trace[clock mod length] = mean over samples of figure. Args: figure, trace, clock, length. */
export const record: Kernel = (memory, { figure, trace, clock, length }, { samples }) => {
  memory[trace! + (memory[clock!]! % length!)] = blockSum(memory, figure!, samples) / samples;
};
