import type { Parsed } from '#core/issue.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { ViewState } from '#experiment/view-state.ts';
import type { LastState } from './last-state.ts';
import type { LiveSession } from './live-session.svelte.ts';

/** Milliseconds after which a storage that does not answer counts as none. */
const PATIENCE = 3000;
/** Say, where it can be asked at once, that there is something to wait for: `visits` sets the first, its first form the other. */
const MARKS = ['kept', 'last-state'];

/** What `visits` does, and nobody needs before the first picture of a first visit. */
export interface Keeper {
  recall(linked: Experiment | null): Promise<Parsed<LastState>>;
  follow(session: LiveSession, looks: () => ViewState): () => void;
}

/** An earlier visit's state that is on the page. */
export interface Returned {
  /** Epochs it had learned. */
  readonly epoch: number;
  /** Goes back to what the page would have opened by itself. */
  readonly startFresh: () => void;
}

export const nothingLeft: Parsed<LastState> = { value: null, issues: [] };

/** What the page remembers from visit to visit; without a keeper, nothing. */
export class Memory {
  /** Null unless an earlier visit's state was restored, and nobody has answered to that. */
  returned = $state.raw<Returned | null>(null);
  /** What the page adds to the view that is kept. */
  looks: () => ViewState = () => ({});
  /** Something was left here, sound or not. */
  readonly holds: boolean;
  readonly #fetchKeeper: (() => Promise<Keeper>) | null;
  #keeper: Promise<Keeper> | undefined;

  constructor(fetchKeeper: (() => Promise<Keeper>) | null, holds = false) {
    this.#fetchKeeper = fetchKeeper;
    this.holds = holds;
  }

  /** A memory in the browser's storage, where that is not refused. */
  static inBrowser(): Memory {
    try {
      const holds = MARKS.some((it) => localStorage.getItem(it) !== null);
      return new Memory(async () => (await import('./visits/keeper.svelte.ts')).keeperInBrowser(), holds);
    } catch {
      return new Memory(null);
    }
  }

  #fetched(): Promise<Keeper> | undefined {
    this.#keeper ??= this.#fetchKeeper?.();
    return this.#keeper;
  }

  /** What was left here, of the experiment linked where one is, and what there is to say about it. Never rejects. */
  async recall(linked: Experiment | null): Promise<Parsed<LastState>> {
    if (!this.holds) return nothingLeft;
    const recalled = this.#fetched()?.then((keeper) => keeper.recall(linked));
    const impatience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
    return (await Promise.race([recalled, impatience]).catch(() => null)) ?? nothingLeft;
  }

  /** Keeps the session's state a moment after every change, and when the page is left. Returns what stops it. */
  async keep(session: LiveSession): Promise<() => void> {
    const keeper = await this.#fetched()?.catch(() => null);
    return keeper ? keeper.follow(session, () => this.looks()) : () => {};
  }
}
