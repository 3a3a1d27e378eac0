import type { Continued } from './continuation.ts';

/** What is compared over the seeds: at the end of either run. */
export type SeedFigure = 'trainingLoss' | 'testLoss' | 'trainingAccuracy' | 'testAccuracy';

/** One seed: the figure after pretraining, after going on with backprop, and after going on with the other rule. */
export interface SeedPair {
  readonly seed: number;
  readonly before: number;
  readonly backprop: number;
  readonly other: number;
  /** other − backprop */
  readonly difference: number;
}

export interface Comparison {
  readonly pairs: readonly SeedPair[];
  /** Of the differences. */
  readonly median: number;
  readonly range: readonly [number, number];
  /** Over how much the seed alone spreads backprop's own figure: largest less smallest. */
  readonly spread: number;
  /** Seeds for which the other rule's figure is lower, and higher. */
  readonly lower: number;
  readonly higher: number;
  /** Chance of signs at least as one-sided if either were as likely: the exact two-sided sign test. */
  readonly chance: number;
}

/** The mean of the middle two of an even number; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** Of so many fair coins, the chance that the rarer side comes up at most `rarer` times, either side. */
export function signTest(rarer: number, coins: number): number {
  let [ways, sum] = [1, 0];
  for (let k = 0; k <= rarer; k++) {
    sum += ways;
    ways = (ways * (coins - k)) / (k + 1);
  }
  return Math.min(1, (2 * sum) / 2 ** coins);
}

/** Null where the rows have no such figure, or no seed came to its end. */
export function compareSeeds(seeds: readonly Continued[], figure: SeedFigure, scale = 1): Comparison | null {
  const pairs = seeds.flatMap(({ seed, pretrained, runs }): SeedPair[] => {
    const [before, backprop, other] = [pretrained, runs?.[0], runs?.[1]].map((it) => it?.[figure] ?? null);
    if (before == null || backprop == null || other == null) return [];
    const at = (value: number) => value / scale;
    return [
      {
        seed,
        before: at(before),
        backprop: at(backprop),
        other: at(other),
        difference: at(other - backprop),
      },
    ];
  });
  if (pairs.length === 0) return null;
  const differences = pairs.map((it) => it.difference);
  const own = pairs.map((it) => it.backprop);
  const lower = differences.filter((it) => it < 0).length;
  const higher = differences.filter((it) => it > 0).length;
  return {
    pairs,
    median: median(differences),
    range: [Math.min(...differences), Math.max(...differences)],
    spread: Math.max(...own) - Math.min(...own),
    lower,
    higher,
    chance: signTest(Math.min(lower, higher), lower + higher),
  };
}
