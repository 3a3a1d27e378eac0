/** Sums over samples are taken in blocks of this many, in index order, so that splitting work changes no bit. */
export const BLOCK = 16;

/** Sum of `length` entries from `start`, block by block. */
export function blockSum(memory: { readonly [i: number]: number }, start: number, length: number): number {
  let sum = 0;
  for (let first = 0; first < length; first += BLOCK) {
    let block = 0;
    for (let i = first; i < Math.min(first + BLOCK, length); i++) block += memory[start + i]!;
    sum += block;
  }
  return sum;
}
