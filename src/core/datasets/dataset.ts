import type { Random } from '#core/math/random.ts';
import type { DatasetId } from './index.ts';

/** Samples before they are shaped for a network. */
export interface Samples {
  readonly count: number;
  /** [count][inputUnits], of order 1. */
  readonly inputs: Float64Array;
  /** [count]: the class, from 0, or the value to regress on, of order 1. */
  readonly labels: Float64Array;
}

export interface GenerateOptions {
  readonly samples: number;
  /** Standard deviation, in the data's own units; the same draws at every noise, so points move continuously. */
  readonly noise: number;
  readonly random: Random;
}

/**
 * Something to learn from. Exactly one of `generate` and `decode` is there: a set is drawn, or read from a file.
 * Classes take turns, so any beginning of a set is balanced.
 */
export interface Dataset {
  readonly id: DatasetId;
  readonly label: string;
  /** One sentence: what it is and whom to credit. */
  readonly source: string;
  readonly inputUnits: number;
  /** null: a regression. */
  readonly classes: number | null;
  readonly defaultSamples: number;
  /** How many there are, where they come from a file. */
  readonly mostSamples?: number;
  /** Share of the samples that train. */
  readonly defaultSplit: number;
  readonly maxNoise: number;
  readonly generate?: (options: GenerateOptions) => Samples;
  /** Name of the file that is served next to the page. */
  readonly file?: string;
  /** The first `samples` of the file, or all where it has fewer. Rejects where the bytes are not such a file. */
  readonly decode?: (bytes: Uint8Array, options: { readonly samples: number }) => Promise<Samples>;
}
