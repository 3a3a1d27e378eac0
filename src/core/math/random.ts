/** Uniform numbers in [0, 1). */
export type Random = () => number;

/** FNV-1a over the labels' characters: distinct labels give unrelated streams. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/**
 * A reproducible stream of uniform numbers, named by a seed and labels, so that what is drawn for one layer does
 * not depend on what was drawn for another. Generator: splitmix32 over a 32-bit counter (Steele et al. 2014).
 */
export function stream(seed: number, ...labels: readonly (string | number)[]): Random {
  let state = hash([seed, ...labels].join('\u0000'));
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    z ^= z >>> 15;
    return (z >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers by Box and Muller's transform. */
export function gaussian(random: Random): Random {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** The numbers 0 … n−1 in random order (Fisher and Yates). */
export function permutation(n: number, random: Random): Uint32Array<ArrayBuffer> {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}
