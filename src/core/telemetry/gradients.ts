import { BLOCK, blockSum } from '#core/math/block.ts';
import type { Args, Kernel, Memory } from '#core/plan/plan.ts';

/** Σ term(g, b) over every part of the entries, in blocks: one sum a part from `to` on. */
function partSums(
  memory: Memory,
  { gradient, rival, length, part }: Args,
  to: number,
  term: (g: number, b: number) => number,
): void {
  for (let first = 0, k = 0; first < length!; first += part!, k++) {
    const end = Math.min(first + part!, length!);
    let sum = 0;
    for (let from = first; from < end; from += BLOCK) {
      let inBlock = 0;
      for (let i = from; i < Math.min(from + BLOCK, end); i++)
        inBlock += term(memory[gradient! + i]!, memory[rival! + i]!);
      sum += inBlock;
    }
    memory[to + k] = sum;
  }
}

/**
 * Rows of sums, an entry a part: Σ g², Σ b², Σ (g − b)². Args: gradient, rival, length, entries a part; sums, where theirs
 * begin in a row, stride from row to row.
 */
export const lengths: Kernel = (memory, args) => {
  const { sums, begin, stride } = args;
  const to = sums! + begin!;
  partSums(memory, args, to, (g) => g * g);
  partSums(memory, args, to + stride!, (_, b) => b * b);
  partSums(memory, args, to + 2 * stride!, (g, b) => (g - b) * (g - b));
};

/** Rows of sums, an entry a part: Σ (ĝ − b̂)², Σ (ĝ + b̂)² of the unit vectors. Args: those of `lengths`; figures, and which are ‖g‖², ‖b‖². */
export const legs: Kernel = (memory, args) => {
  const { sums, begin, stride, figures, squares } = args;
  const to = sums! + begin!;
  const square = figures! + squares!;
  const inverse = (it: number) => (it === 0 ? 0 : 1 / Math.sqrt(it));
  const [u, v] = [inverse(memory[square]!), inverse(memory[square + 1]!)];
  partSums(memory, args, to, (g, b) => (g * u - b * v) ** 2);
  partSums(memory, args, to + stride!, (g, b) => (g * u + b * v) ** 2);
};

/** figures[to + row] = Σ of the row's sums, for so many rows. Args: sums, begin, stride, count of parts, totals, figures, to. */
export const addUp: Kernel = (memory, { sums, begin, stride, count, totals, figures, to }) => {
  for (let row = 0; row < totals!; row++)
    memory[figures! + to! + row] = blockSum(memory, sums! + begin! + row * stride!, count!);
};
