import { Stopped, type Study } from '../study.ts';
import type { Paper, Report } from './paper.ts';

/** What became of a paper that was tried. */
export type Tried =
  | { readonly report: Report; readonly message: '' }
  | { readonly report: null; readonly message: string };

/** By the papers’ ids. */
export type Trials = Readonly<Record<string, Tried>>;

/** Tries papers one after the other and shows each as soon as it is done. One that fails does not hold up the others. */
export const trialOf =
  (papers: readonly Paper[]): Study<Trials> =>
  async (bench) => {
    let trials: Trials = {};
    for (const [i, { id, study }] of papers.entries()) {
      const progress = (share: number, words?: string) =>
        bench.progress(
          (i + share) / papers.length,
          papers.length > 1 ? `${i + 1} of ${papers.length}` : words,
        );
      let tried: Tried;
      try {
        await progress(0);
        tried = { report: await study({ ...bench, progress, show: () => {} }), message: '' };
      } catch (error) {
        if (error instanceof Stopped) throw error;
        tried = { report: null, message: error instanceof Error ? error.message : String(error) };
      }
      trials = { ...trials, [id]: tried };
      bench.show(trials);
    }
    return trials;
  };
