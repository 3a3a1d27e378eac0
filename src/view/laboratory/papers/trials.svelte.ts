import { type Paper, type Trials, type Tried, trialOf } from '#session/studies/papers/index.ts';
import type { Running, Studies } from '#session/studies/study.ts';

/**
 * What trying papers gave, as long as the page is open: their settings are their own, so that no edit makes it out of date.
 * One trial runs at a time.
 */
class PaperTrials {
  running = $state.raw<Running<Trials> | null>(null);
  /** What is tried at this moment, or was last. */
  ids = $state.raw<readonly string[]>([]);
  #before = $state.raw<Trials>({});

  of(id: string): Tried | undefined {
    return this.running?.result?.[id] ?? this.#before[id];
  }

  /** Of the papers of a run under way: which is tried now, and which wait. */
  standing(id: string): 'running' | 'waiting' | null {
    if (this.running?.state !== 'running') return null;
    const left = this.ids.filter((it) => !this.running?.result?.[it]);
    if (!left.includes(id)) return null;
    return left[0] === id ? 'running' : 'waiting';
  }

  start(studies: Studies, papers: readonly Paper[]): void {
    if (this.running?.state === 'running') return;
    this.#before = { ...this.#before, ...this.running?.result };
    this.ids = papers.map((it) => it.id);
    this.running = studies.start(trialOf(papers));
  }
}

export const trials = new PaperTrials();
