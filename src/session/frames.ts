/** The next frame of the page and its time in milliseconds; a hidden page has none. */
export const nextFrame = (): Promise<number> => new Promise(requestAnimationFrame);

/** Lets the page answer its user before going on. */
export const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** After a breath, or once the page is seen again. */
export const nextTurn = (): Promise<unknown> => (document.hidden ? nextFrame() : breath());
