import { enlargementOf } from '../pointer.ts';

/** Pixels a pointer moves before a press becomes a drag. */
const SLOP = 3;

/** A press that may become an upright drag. */
export interface Upright {
  /** Pixels moved upwards since the press; only from when it is a drag. */
  move(up: number): void;
  /** The press is over. */
  end(wasDrag: boolean): void;
}

/** Follows a pointer from where it went down, also outside of what it pressed, until it lets go. */
export function followUpright(event: PointerEvent, { move, end }: Upright): void {
  if (event.button !== 0 || !(event.currentTarget instanceof Element)) return;
  const target = event.currentTarget;
  const start = event.clientY;
  const scale = enlargementOf(target);
  let isDrag = false;
  const follow = (next: Event): void => {
    if (!(next instanceof PointerEvent) || next.pointerId !== event.pointerId) return;
    const up = (start - next.clientY) / scale;
    isDrag ||= Math.abs(up) > SLOP;
    if (isDrag) move(up);
  };
  const finish = (last: Event): void => {
    if (!(last instanceof PointerEvent) || last.pointerId !== event.pointerId) return;
    target.removeEventListener('pointermove', follow);
    target.removeEventListener('lostpointercapture', finish);
    end(isDrag);
  };
  target.setPointerCapture(event.pointerId);
  target.addEventListener('pointermove', follow);
  target.addEventListener('lostpointercapture', finish);
}

/**
 * A finger on the element drags it and never scrolls the page. Browsers overlook `touch-action` on parts of a drawing, and
 * listeners that Svelte adds may not keep a touch to themselves.
 */
export function keepTouches(element: Element): () => void {
  const keep = (event: Event): void => event.preventDefault();
  element.addEventListener('touchstart', keep, { passive: false });
  return () => element.removeEventListener('touchstart', keep);
}
