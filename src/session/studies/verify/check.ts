import type { Trial } from './trial.ts';

/** `observed`: nothing is promised, and what was seen is said. */
export type Verdict = 'passes' | 'fails' | 'observed' | 'does not apply';

export interface Figure {
  readonly what: string;
  readonly value: number;
  /** The figure may be at most this; null where nothing is promised of it. */
  readonly tolerance: number | null;
}

export interface Outcome {
  readonly verdict: Verdict;
  readonly figures: readonly Figure[];
  /** What was looked at, or why it could not be: one sentence. */
  readonly words: string;
}

/** One thing that must be so on every network it applies to, found out on the one at hand. */
export interface Check {
  readonly id: string;
  readonly label: string;
  /** What it means, in one line. */
  readonly meaning: string;
  /** How the figure is computed, against what. */
  readonly definition: string;
  /** Where the law is from; empty where it is the page's own promise. */
  readonly source: string;
  readonly run: (trial: Trial) => Promise<Outcome>;
}

/** Passes where every figure is within its tolerance; what is no number is not. */
export function judged(figures: readonly Figure[], words: string): Outcome {
  const holds = figures.every(({ value, tolerance }) => tolerance === null || value <= tolerance);
  return { verdict: holds ? 'passes' : 'fails', figures, words };
}

export const observed = (figures: readonly Figure[], words: string): Outcome => ({
  verdict: 'observed',
  figures,
  words,
});

/** The check has nothing to say about this network; the reason completes “Does not apply, because …”. */
export const spared = (reason: string): Outcome => ({
  verdict: 'does not apply',
  figures: [],
  words: `Does not apply, because ${reason}.`,
});
