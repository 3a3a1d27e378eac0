import { countParameters } from '#core/network/check.ts';
import type { ViewState } from '#experiment/view-state.ts';
import { keepState, type LastState, recallState, type Shelf } from './last-state.ts';
import type { LiveSession } from './live-session.svelte.ts';
import { learned, viewOf } from './sharing.ts';

/** Milliseconds after a change until it is kept, and until the next look where values move. */
const PAUSE = 1500;
/** Parameters beyond these would not fit in what is kept: they are not even read. */
const MOST_PARAMETERS = 16_000;

/** A text in the browser's storage; where it is full, writing rejects. */
const browserShelf = (key: string): Shelf => ({
  read: async () => localStorage.getItem(key),
  write: async (text) => localStorage.setItem(key, text),
  clear: async () => localStorage.removeItem(key),
});

/** What the page remembers from visit to visit; without a shelf, nothing. */
export class Memory {
  /** Goes back to what the page would have opened by itself; null unless an earlier visit's state was restored. */
  startFresh = $state.raw<(() => void) | null>(null);
  /** What the page adds to the view that is kept. */
  looks: () => ViewState = () => ({});
  /** Something was left here, sound or not. */
  readonly holds: boolean;
  readonly #shelf: Shelf | null;

  constructor(shelf: Shelf | null, holds = false) {
    this.#shelf = shelf;
    this.holds = holds;
  }

  /** A memory in the browser's storage, where that is not refused. */
  static inBrowser(key: string): Memory {
    try {
      return new Memory(browserShelf(key), localStorage.getItem(key) !== null);
    } catch {
      return new Memory(null);
    }
  }

  recall(): Promise<LastState | null> {
    return this.#shelf ? recallState(this.#shelf) : Promise.resolve(null);
  }

  /** Keeps the session's state a moment after every change, and when the page is left. Returns what stops it. */
  keep(session: LiveSession): () => void {
    const shelf = this.#shelf;
    if (!shelf) return () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    const save = async () => {
      timer = undefined;
      if (session.loading) return;
      const { experiment } = session;
      const isSmall = countParameters(experiment.network) <= MOST_PARAMETERS;
      const parameters = isSmall ? await learned(session).catch(() => null) : null;
      // An edit came between: it brings its own turn.
      if (experiment !== session.experiment) return;
      await keepState(shelf, { experiment, parameters, view: { ...viewOf(session), ...this.looks() } });
    };
    const later = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (session.playing) later();
        else void save();
      }, PAUSE);
    };
    const stopEffect = $effect.root(() => {
      $effect(() => {
        void [session.experiment, session.frame, session.moment, session.selection, session.answer];
        void this.looks();
        later();
      });
    });
    const leave = () => {
      if (document.visibilityState === 'hidden' && timer !== undefined) void save();
    };
    document.addEventListener('visibilitychange', leave);
    return () => {
      stopEffect();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', leave);
    };
  }
}
