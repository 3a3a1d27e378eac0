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
 * Rows of sums, an entry a part: Σ g², Σ b², Σ (g − b)². Args: gradient, rival, length, entries a part, sums, stride from
 * row to row.
 */
export const lengths: Kernel = (memory, args) => {
  const { sums, stride } = args;
  partSums(memory, args, sums!, (g) => g * g);
  partSums(memory, args, sums! + stride!, (_, b) => b * b);
  partSums(memory, args, sums! + 2 * stride!, (g, b) => (g - b) * (g - b));
};

/** Rows of sums, an entry a part: Σ (ĝ − b̂)², Σ (ĝ + b̂)² of the unit vectors. Args: those of `lengths`, and where ‖g‖², ‖b‖² are. */
export const legs: Kernel = (memory, args) => {
  const { sums, stride, squares } = args;
  const inverse = (square: number) => (square === 0 ? 0 : 1 / Math.sqrt(square));
  const [u, v] = [inverse(memory[squares!]!), inverse(memory[squares! + 1]!)];
  partSums(memory, args, sums!, (g, b) => (g * u - b * v) ** 2);
  partSums(memory, args, sums! + stride!, (g, b) => (g * u + b * v) ** 2);
};

/** totals[row] = Σ of the row's sums. Args: sums, stride, count of parts, rows, totals. */
export const addUp: Kernel = (memory, { sums, stride, count, rows, totals }) => {
  for (let row = 0; row < rows!; row++)
    memory[totals! + row] = blockSum(memory, sums! + row * stride!, count!);
};
