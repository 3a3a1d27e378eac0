import type { Session } from '#session/session.ts';
import type { Page } from '../page.svelte.ts';
import { type Opening, type Scene, scenes } from './scenes.ts';

/** From the beginning, whatever was settled before. */
function rewind(session: Session): void {
  if (session.recorded) session.seek(session.recorded.first);
}

const openings: Readonly<Record<Opening, (session: Session) => void>> = {
  settle(session) {
    rewind(session);
    session.play();
  },
  kick(session) {
    // While nothing is asked of the output everything can come to rest.
    session.setAnswer('free');
    rewind(session);
    session.kick();
    session.play();
  },
  clamp(session) {
    session.setAnswer('clamped');
    session.play();
  },
  free(session) {
    session.setAnswer('free');
    session.play();
  },
  learn: (session) => session.train(),
};

/** The slide that is shown. */
export const sceneOf = (page: Page): Scene => scenes[page.slide]!;

/** Shows slides, or goes back to the desk and to the experiment as it was. */
export function present(session: Session, page: Page, on: boolean): void {
  if (on === page.presenting) return;
  page.presenting = on;
  page.blackedOut = false;
  page.maximized = null;
  if (on) open(session, page);
  else restore(session, page);
}

/** Turns over so many slides; stays at the first and the last. */
export function turn(session: Session, page: Page, by: number): void {
  const slide = Math.max(0, Math.min(scenes.length - 1, page.slide + by));
  page.blackedOut = false;
  if (slide === page.slide) return;
  page.slide = slide;
  open(session, page);
}

function open(session: Session, page: Page): void {
  page.before ??= { experiment: session.experiment, answer: session.answer };
  const { edit, opening } = sceneOf(page);
  const edited = edit?.(session.experiment);
  if (edited && edited.experiment !== session.experiment) session.edit(edited.experiment, edited.issues);
  if (opening) openings[opening](session);
}

function restore(session: Session, page: Page): void {
  const { before } = page;
  page.before = null;
  if (!before) return;
  if (before.experiment !== session.experiment) session.edit(before.experiment);
  if (before.answer !== session.answer) session.setAnswer(before.answer);
}
