import type { Session } from '#session/session.ts';
import { type Command, commands } from './commands.ts';
import type { Page } from './page.svelte.ts';

type Stroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Where a key is text, or already means something. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'input:not([type="radio"], [type="range"], [type="checkbox"]), select, textarea, dialog, [contenteditable]',
  ) !== null;
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, summary, a, [role="button"], input') !== null;

/** Signs whose place on the keyboard tells, as with Shift they are other signs, and which ones varies with the keyboard. */
const places: Readonly<Record<string, string>> = { '.': 'Period', ',': 'Comma' };
const placeOf = (sign: string): string => places[sign] ?? (/\d/.test(sign) ? `Digit${sign}` : '');
const named: Readonly<Record<string, string>> = { Space: ' ' };
const isLetter = (key: string): boolean => /^[a-z]$/i.test(key);

/** Whether a stroke is the key written as e.g. `Shift+.`. */
export function isStroke(stroke: Stroke, written: string): boolean {
  const parts = written.split('+').filter((it) => it !== '');
  const sign = parts.pop() ?? '+';
  const [control, shift] = ['Ctrl', 'Shift'].map((it) => parts.includes(it));
  if ((stroke.ctrlKey || stroke.metaKey) !== control || stroke.altKey) return false;
  const key = named[sign] ?? sign;
  const isKey = stroke.key.toLowerCase() === key.toLowerCase();
  if (isLetter(key)) return isKey && stroke.shiftKey === shift;
  const isShifted = stroke.shiftKey && stroke.code === placeOf(sign) && !/^\d$/.test(stroke.key);
  // A sign that is typed with Shift elsewhere on some keyboards is still that sign.
  return shift ? isShifted : isKey && !isShifted;
}

/** What a stroke asks for; null where it is not ours. */
export function commandFor(stroke: Stroke, session: Session, page: Page): (() => void) | null {
  const answers = ({ run, when }: Command): boolean => run !== undefined && (when?.(page) ?? true);
  for (const command of commands.filter(answers)) {
    const at = command.keys.findIndex((it) => isStroke(stroke, it));
    const isOff = !page.shortcuts && stroke.key.length === 1 && !stroke.ctrlKey && !stroke.metaKey;
    if (at >= 0) return isOff ? null : () => command.run?.(session, page, at);
  }
  return null;
}

export function press(event: KeyboardEvent, session: Session, page: Page): void {
  if (event.defaultPrevented || isTyping(event.target)) return;
  if (event.key === ' ' && isPressable(event.target)) return;
  const command = commandFor(event, session, page);
  if (!command) return;
  event.preventDefault();
  command();
}
