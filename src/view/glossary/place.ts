interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between what is asked about and its answer, and between the answer and the edge of the window, in pixels. */
const GAP = 8;

/** Where the answer's corner goes: below what it is about, else above, else wherever it is whole; always in the window. */
export function placeBeside(
  about: Box,
  answer: Size,
  window: Size,
): { readonly left: number; readonly top: number } {
  const within = (at: number, size: number, room: number) => Math.max(GAP, Math.min(at, room - size - GAP));
  const below = about.bottom + GAP;
  const above = about.top - GAP - answer.height;
  const fitsBelow = below + answer.height + GAP <= window.height;
  const top = fitsBelow || above < GAP ? below : above;
  return {
    left: within(about.left, answer.width, window.width),
    top: within(top, answer.height, window.height),
  };
}
