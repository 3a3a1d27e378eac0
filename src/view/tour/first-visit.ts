/** What tells a newcomer from someone who was here, or was sent to something. */
export interface Arrival {
  /** Of the address. */
  readonly hash: string;
  readonly search: string;
  readonly hasSeen: boolean;
  /** The page went on where somebody left it. */
  readonly isRestored: boolean;
}

/** Queries of pages that are shown to others: slides and frames. */
const SHOWN_TO_OTHERS = ['hide', 'present', 'play'];

/** Whether the tour begins by itself: once, for who opens the bare page. */
export function isFirstVisit({ hash, search, hasSeen, isRestored }: Arrival): boolean {
  const query = new URLSearchParams(search);
  return !hasSeen && !isRestored && hash === '' && !SHOWN_TO_OTHERS.some((it) => query.has(it));
}

const KEY = 'tour';

/** A browser that refuses to remember greets everyone as a newcomer. */
export function hasSeenTour(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

export function rememberTour(): void {
  try {
    localStorage.setItem(KEY, 'seen');
  } catch {
    // Storage is refused in some frames; the tour can be skipped again.
  }
}
