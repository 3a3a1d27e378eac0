import { OUTCOMES } from '#core/plan/tensors.ts';

/**
 * How many units of work to submit at a time so that their results come back within a budget: doubled until one is over
 * it, from then on one more whenever it held and half where it did not (TCP's slow start and AIMD, RFC 5681).
 */
export class Portion {
  size = 1;
  readonly budget: number;
  #searching = true;

  /** @param budget milliseconds; with 0 it is always one unit */
  constructor(budget: number) {
    this.budget = budget;
  }

  /** So many units were submitted together, and so many milliseconds later their results were there. */
  took(units: number, milliseconds: number): void {
    if (milliseconds >= this.budget) {
      this.size = Math.max(1, Math.floor(units / 2));
      this.#searching = false;
    } else if (units >= this.size) this.size = Math.min(OUTCOMES, this.#searching ? 2 * units : units + 1);
  }
}
