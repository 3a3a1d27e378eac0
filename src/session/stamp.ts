type Numbers = Readonly<Record<string, ArrayLike<number>>>;

/** Tells parameters apart by what they are, wherever they are and however they came to be so. */
export type Stamp = string;

/** Bits of the numbers in float32, which is what the page's engines hold. */
function wordsOf(numbers: ArrayLike<number>): Int32Array {
  const floats = numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
  return new Int32Array(floats.buffer, floats.byteOffset, floats.length);
}

const turned = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * Of all weights and biases, bit by bit in float32, in the order of their ids: 64 bits of two hashes (MurmurHash3's step, and one
 * like it with xxHash's primes). Of a million different ones, two share a stamp with odds of one in 10⁷.
 */
export function stampOf({ weights, biases }: { readonly weights: Numbers; readonly biases: Numbers }): Stamp {
  let a = 0;
  let b = 0;
  for (const part of [weights, biases])
    for (const id of Object.keys(part).sort()) {
      const words = wordsOf(part[id]!);
      for (let i = 0; i < words.length; i++) {
        const one = Math.imul(turned(Math.imul(words[i]!, 0xcc9e2d51), 15), 0x1b873593);
        const other = Math.imul(turned(Math.imul(words[i]!, 0x9e3779b1), 17), 0x85ebca77);
        a = (Math.imul(turned(a ^ one, 13), 5) + 0xe6546b64) | 0;
        b = (Math.imul(turned(b ^ other, 11), 9) + 0xc2b2ae3d) | 0;
      }
    }
  return [a, b].map((it) => (it >>> 0).toString(36)).join('-');
}
