/** Half-heights a scale may have, times a power of ten. */
const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10] as const;
/** A scale gives up this much room before it shrinks. */
const SLACK = 0.4;
const LEAST = 0.5;

/** The smallest round number that is at least `need`, and at least a half. */
export function roundSpan(need: number): number {
  if (!(need > LEAST)) return LEAST;
  if (!Number.isFinite(need)) return Number.MAX_VALUE;
  const power = 10 ** Math.floor(Math.log10(need));
  return STEPS.find((it) => it * power >= need)! * power;
}

/**
 * What posts reach up and down to. It grows when it must; it shrinks only when nothing moves and most of it is empty,
 * so that the same height means the same value from one look to the next.
 */
export class Scale {
  #span = 0;

  fit(need: number, isMoving: boolean): number {
    const round = roundSpan(need);
    if (round > this.#span || (!isMoving && need < SLACK * this.#span)) this.#span = round;
    return this.#span;
  }
}
