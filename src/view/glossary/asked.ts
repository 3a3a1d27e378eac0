const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** What on the page can be asked about here: the nearest part with a word to it. */
export const askable = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-term]') : null;

/** Whether a key is part of a text, or belongs to a dialog. */
export const isWriting = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'input:not([type="radio"], [type="range"], [type="checkbox"]), select, textarea, dialog, [popover]',
  ) !== null;

/** Where the words of a part end, for the mark beside them: a label's or a heading's, if it has one. */
export function endOfWords(part: HTMLElement): DOMRect {
  const words = part.querySelector('label, h2, h3, legend') ?? part;
  const range = document.createRange();
  range.selectNodeContents(words);
  return range.getBoundingClientRect();
}

/** Lets the keyboard reach parts that hold nothing to press. Returns what takes it back. */
export function makeReachable(root: ParentNode): () => void {
  const parts = [...root.querySelectorAll<HTMLElement>('[data-term]')].filter(
    (it) =>
      !it.matches(FOCUSABLE) && !it.querySelector(FOCUSABLE) && it.parentElement?.closest(FOCUSABLE) === null,
  );
  for (const part of parts) part.tabIndex = 0;
  return () => {
    for (const part of parts) part.removeAttribute('tabindex');
  };
}
