import type { Session } from '#session/session.ts';
import { type Page, panelIds } from './page.svelte.ts';

type Stroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Where a key is text, or already means something. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input:not([type="radio"], [type="range"], [type="checkbox"]), select, textarea, dialog') !==
    null;
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, summary, a, [role="button"], input') !== null;

/** What a stroke asks for; null where it is not ours. */
export function commandFor(stroke: Stroke, session: Session, page: Page): (() => void) | null {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = stroke;
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'z')
    return () => (shiftKey ? session.redo() : session.undo());
  if (ctrlKey || metaKey || altKey) return null;
  // Shift+. is another character on most keyboards: the place of the key tells.
  if (key === '.' || code === 'Period') return () => (shiftKey ? session.trainEpoch() : session.stepOnce());
  if (key === ' ') return () => (session.playing ? session.pause() : session.play());
  if (key === '?') return () => (page.helpOpen = true);
  if (key.toLowerCase() === 'r') return () => session.reset();
  if (key === 'Escape' && page.maximized) return () => (page.maximized = null);
  const panel = panelIds[Number(key) - 1];
  return panel ? () => page.toggle(panel) : null;
}

export function press(event: KeyboardEvent, session: Session, page: Page): void {
  if (event.defaultPrevented || isTyping(event.target)) return;
  if (event.key === ' ' && isPressable(event.target)) return;
  const command = commandFor(event, session, page);
  if (!command) return;
  event.preventDefault();
  command();
}
