import type { Issue, Parsed } from '#core/issue.ts';
import type { ViewState } from '#experiment/view-state.ts';
import type { LastState, Progress } from './last-state.ts';
import type { LiveSession } from './live-session.svelte.ts';
import { isAsDrawn, isSound, viewOf } from './sharing.ts';

/** Milliseconds after a change until it is kept, and until the next look where values move. */
const PAUSE = 1500;
/** Of all time, keeping may take this share. */
const SHARE = 0.05;
/** Milliseconds after which a storage that does not answer counts as none. */
const PATIENCE = 3000;
/** Says, where it can be asked at once, that there is something to wait for. */
const MARK = 'kept';
const OLD_MARK = 'last-state';

/** What `visits/visits.ts` does, and nobody needs before the first picture of a first visit. */
export interface Keeper {
  recall(isWanted: (state: LastState) => boolean): Promise<Parsed<LastState>>;
  keep(state: LastState): Promise<Issue | null>;
}

/** An earlier visit's state that is on the page. */
export interface Returned {
  /** Epochs it had learned. */
  readonly epoch: number;
  /** Goes back to what the page would have opened by itself. */
  readonly startFresh: () => void;
}

const nothing: Parsed<LastState> = { value: null, issues: [] };

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
      const holds = [MARK, OLD_MARK].some((it) => localStorage.getItem(it) !== null);
      return new Memory(async () => (await import('./visits/browser-shelf.ts')).visitsInBrowser(), holds);
    } catch {
      return new Memory(null);
    }
  }

  #fetched(): Promise<Keeper> | undefined {
    this.#keeper ??= this.#fetchKeeper?.();
    return this.#keeper;
  }

  /** What was left here that is wanted, and what there is to say about it. Never rejects. */
  async recall(isWanted: (state: LastState) => boolean): Promise<Parsed<LastState>> {
    if (!this.holds) return nothing;
    const recalled = this.#fetched()?.then((keeper) => keeper.recall(isWanted));
    const impatience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
    return (await Promise.race([recalled, impatience]).catch(() => null)) ?? nothing;
  }

  /** Keeps the session's state a moment after every change, and when the page is left. Returns what stops it. */
  keep(session: LiveSession): () => void {
    if (!this.#fetchKeeper) return () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = PAUSE;
    let saving = false;
    const save = async () => {
      if (saving) return later();
      saving = true;
      const began = performance.now();
      // Storage that is refused keeps nothing, and nobody needs to know.
      const issue = await this.#save(session).catch(() => null);
      if (issue) session.report(issue);
      pause = Math.max(PAUSE, (performance.now() - began) / SHARE);
      saving = false;
    };
    const later = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (session.playing) later();
        else void save();
      }, pause);
    };
    const stopEffect = $effect.root(() => {
      $effect(() => {
        void [session.experiment, session.frame, session.moment, session.selection, session.answer];
        void [session.training.epoch, session.training.batch, this.looks()];
        later();
      });
    });
    const leave = () => {
      if (document.visibilityState !== 'hidden' || timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      void save();
    };
    document.addEventListener('visibilitychange', leave);
    return () => {
      stopEffect();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', leave);
    };
  }

  async #save(session: LiveSession): Promise<Issue | null> {
    const keeper = await this.#fetched();
    const { experiment } = session;
    if (!keeper || session.loading) return null;
    const progress = await progressOf(session);
    // An edit came between: it brings its own turn.
    if (experiment !== session.experiment) return null;
    const view = { ...viewOf(session), ...this.looks() };
    const issue = await keeper.keep({ experiment, progress, view });
    if (!issue) localStorage.setItem(MARK, 'yes');
    return issue;
  }
}

/** How far the session's network is from where its document begins; null at the beginning, or after a divergence. */
async function progressOf(session: LiveSession): Promise<Progress | null> {
  const { floats: _, ...snapshot } = await session.exclusively((laboratory) => laboratory.snapshot());
  const { updates, parameters } = snapshot;
  const isAtBeginning = updates === 0 && isAsDrawn(session.experiment, parameters);
  return isAtBeginning || !isSound(parameters) ? null : { ...snapshot, history: session.training.history };
}
