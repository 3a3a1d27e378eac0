import type { Issue } from '#core/issue.ts';
import type { ViewState } from '#experiment/view-state.ts';
import { isSameDocument, type Progress } from '../last-state.ts';
import type { LiveSession } from '../live-session.svelte.ts';
import type { Keeper } from '../memory.svelte.ts';
import { isAsDrawn, isSound, viewOf } from '../sharing.ts';
import { browserShelf, oldShelf } from './browser-shelf.ts';
import { Visits } from './visits.ts';

/** Milliseconds after a change until it is kept, and until the next look where values move. */
const PAUSE = 1500;
/** Of all time, keeping may take this share. */
const SHARE = 0.05;
/** Says at the next visit that there is something to read. */
const MARK = 'kept';

export function keeperInBrowser(): Keeper {
  const visits = new Visits(browserShelf(), oldShelf);
  return {
    recall: (linked) => visits.recall((left) => !linked || isSameDocument(left.experiment, linked)),
    follow: (session, looks) =>
      follow(
        session,
        async () => {
          const issue = await keepOnce(visits, session, looks());
          if (!issue) localStorage.setItem(MARK, 'yes');
          return issue;
        },
        looks,
      ),
  };
}

/** Calls `keep` a moment after every change, and when the page is left. Returns what stops it. */
function follow(session: LiveSession, keep: () => Promise<Issue | null>, looks: () => ViewState): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = PAUSE;
  let saving = false;
  const save = async () => {
    if (saving) return later();
    saving = true;
    const began = performance.now();
    // Storage that is refused keeps nothing, and nobody needs to know.
    const issue = await keep().catch(() => null);
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
      void [session.training.epoch, session.training.batch, looks()];
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

async function keepOnce(visits: Visits, session: LiveSession, looks: ViewState): Promise<Issue | null> {
  const { experiment } = session;
  if (session.loading) return null;
  const progress = await progressOf(session);
  // An edit came between: it brings its own turn.
  if (experiment !== session.experiment) return null;
  return visits.keep({ experiment, progress, view: { ...viewOf(session), ...looks } });
}

/** How far the session's network is from where its document begins; null at the beginning, or after a divergence. */
async function progressOf(session: LiveSession): Promise<Progress | null> {
  const { floats: _, ...snapshot } = await session.exclusively((laboratory) => laboratory.snapshot());
  const { updates, parameters } = snapshot;
  const isAtBeginning = updates === 0 && isAsDrawn(session.experiment, parameters);
  return isAtBeginning || !isSound(parameters) ? null : { ...snapshot, history: session.training.history };
}
