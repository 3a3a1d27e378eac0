import type { PaperPreset } from '#experiment/presets/papers/index.ts';
import type { ReferenceKey } from '#experiment/references/index.ts';
import type { Study } from '../study.ts';
import { type Claim, type Expectation, type Finding, judge } from './expectation.ts';
import { Workshop } from './workshop.ts';

/** A curve of a plot; what is not finite is left out of it. */
export interface Curve {
  readonly label: string;
  /** Which of the colours of layers, from 1; curves of one colour belong together. */
  readonly layer: number;
  /** From a closed form, not from the engine. */
  readonly isTheory: boolean;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** One frame of a plot. */
export interface Facet {
  readonly title: string;
  readonly curves: readonly Curve[];
}

export interface Quantity {
  readonly label: string;
  readonly scale: 'linear' | 'log';
  /** What is shown at least and at most, where that is not left to the curves. */
  readonly from?: number;
  readonly to?: number;
}

/** Frames with common axes. */
export interface Plot {
  readonly title: string;
  /** One or two sentences: what the curves are, and what to see. */
  readonly caption: string;
  readonly x: Quantity;
  readonly y: Quantity;
  readonly facets: readonly Facet[];
}

/** What running a paper's settings gave. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly plots: readonly Plot[];
}

interface About {
  readonly id: string;
  readonly title: string;
  /** By BibTeX key; the first is whose result it is. */
  readonly sources: readonly ReferenceKey[];
  /** One sentence. */
  readonly question: string;
  /** One or two sentences: what should be seen. */
  readonly seen: string;
  /** Where this is not exactly what the paper did. */
  readonly differs: readonly string[];
  /** Its settings, to be opened on the page; the first is the one that matters most. */
  readonly presets: readonly PaperPreset[];
  /** How long it takes, about. */
  readonly effort: 'seconds' | 'a minute';
}

/** A published result, what should be seen, and the study that tries it. */
export interface Paper extends About {
  readonly claims: readonly Claim[];
  readonly study: Study<Report>;
}

interface Reproduction<Obtained> extends About {
  readonly run: (workshop: Workshop) => Promise<Obtained>;
  readonly expectations: readonly Expectation<Obtained>[];
  readonly plots?: (obtained: Obtained) => readonly Plot[];
}

/** A paper whose findings are all read off what one run obtained. */
export const reproduction = <Obtained>({
  run,
  expectations,
  plots = () => [],
  ...about
}: Reproduction<Obtained>): Paper => ({
  ...about,
  claims: expectations,
  study: async (bench) => {
    const obtained = await run(new Workshop(bench));
    return { findings: expectations.map((it) => judge(it, it.of(obtained))), plots: plots(obtained) };
  },
});
