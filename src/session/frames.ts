/** The next frame of the page, or so many later, and its time in milliseconds; a hidden page has none. */
export async function nextFrame(frames = 1): Promise<number> {
  for (let passed = 1; passed < frames; passed++) await new Promise(requestAnimationFrame);
  return new Promise(requestAnimationFrame);
}

/** Lets the page answer its user, for so many milliseconds at least, before going on. */
export const breath = (milliseconds = 0): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** After a breath, or once the page is seen again. */
export const nextTurn = (): Promise<unknown> => (document.hidden ? nextFrame() : breath());
