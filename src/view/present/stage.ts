/** Slides are drawn as for a page of this size and enlarged to the projector's, so that labels of 13 px measure 20 px on it. */
const READABLE = 20 / 13;
const WIDTH = 1280;
const HEIGHT = 720;

/** A screen held in a hand is read from near. */
const isHeld = (width: number, height: number): boolean => width <= 760 || (height <= 540 && width <= 960);

/** How much a slide is enlarged on a screen of this size; on a projector never so little that labels get smaller than 20 px. */
export const enlargement = (width: number, height: number): number =>
  isHeld(width, height) ? 1 : READABLE * Math.max(1, Math.min(width / WIDTH, height / HEIGHT));
