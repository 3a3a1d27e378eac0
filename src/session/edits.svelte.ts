import type { Parameters } from '#core/network/network.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { needsOthers, type Standing } from './standing.ts';
import { back, draggedQuantity, forth, noUndo, remember, type Undo } from './undo.ts';

/** Edits of one quantity closer together than this, in milliseconds, are one drag. */
const DRAG_PAUSE = 800;

export interface EditsHost {
  readonly present: () => Experiment;
  /** How far the present experiment has come; null where that is not known here. */
  readonly standing: () => Standing | null;
}

/**
 * What was edited, and what undo brings back: experiments, and for those that an edit left with other parameters how far
 * they had come.
 */
export class Edits {
  #undo = $state.raw<Undo<Experiment>>(noUndo);
  readonly canUndo = $derived(this.#undo.past.length > 0);
  readonly canRedo = $derived(this.#undo.future.length > 0);
  readonly #host: EditsHost;
  /** How far an experiment had come when an edit that needs other parameters left it, and what it comes back to. */
  readonly #standings = new WeakMap<Experiment, Standing>();
  readonly #arrivals = new WeakMap<Experiment, Standing>();
  /** The quantity that the last edit dragged, and when. */
  #drag = { quantity: '', at: 0 };

  constructor(host: EditsHost) {
    this.#host = host;
  }

  /**
   * The present experiment is left for another one, and remembered unless that only goes on with a drag.
   * @param quantity what is dragged where the two experiments do not tell
   * @param arrival how far the other one has come, where that is known
   * @param goesOn with what the edit before it did, as the rest of a stroke does
   */
  leave(
    next: Experiment,
    { quantity, arrival, goesOn = false }: { quantity?: string; arrival?: Standing; goesOn?: boolean } = {},
  ): void {
    const present = this.#host.present();
    const isSame = this.#isSameDrag(quantity ?? draggedQuantity(present, next));
    if (isSame || (goesOn && this.canUndo)) this.#undo = { ...this.#undo, future: [] };
    else this.#undo = remember(this.#undo, present);
    if (needsOthers(present, next)) this.keepStanding();
    if (arrival) this.#arrivals.set(next, arrival);
  }

  /** The next edit begins anew, whatever the one before it dragged. */
  endDrag(): void {
    this.#drag = { quantity: '', at: 0 };
  }

  /** Another experiment was opened in the place of this one. */
  opened(before: Experiment): void {
    this.#undo = remember(this.#undo, before);
  }

  /** Whether an edit goes on with what the one before it dragged: undo takes them together. */
  #isSameDrag(quantity: string | null): boolean {
    const now = performance.now();
    const isSame = quantity !== null && quantity === this.#drag.quantity && now - this.#drag.at < DRAG_PAUSE;
    this.#drag = { quantity: quantity ?? '', at: now };
    return isSame && this.canUndo;
  }

  /** Notes how far the present experiment has come, for when undo returns to it. */
  keepStanding(): void {
    const present = this.#host.present();
    const standing = this.#standings.has(present) ? null : this.#host.standing();
    if (standing) this.#standings.set(present, standing);
  }

  /** The experiment that undo or redo leads to; null where there is none. */
  undone(): Experiment | null {
    return this.#travel(back(this.#undo, this.#host.present()));
  }

  redone(): Experiment | null {
    return this.#travel(forth(this.#undo, this.#host.present()));
  }

  #travel(step: { value: Experiment; undo: Undo<Experiment> } | null): Experiment | null {
    if (!step) return null;
    const { value, undo } = step;
    const present = this.#host.present();
    const standing = this.#standings.get(value);
    this.endDrag();
    if (needsOthers(present, value)) {
      this.#standings.delete(present);
      this.keepStanding();
      if (standing) this.#arrivals.set(value, standing);
    }
    this.#undo = undo;
    return value;
  }

  /** How far an experiment has come that the engine has not taken over yet; undefined where it begins as it says. */
  arrivalOf(experiment: Experiment): Standing | undefined {
    return this.#arrivals.get(experiment);
  }

  /** The engine has taken it over. */
  arrived(experiment: Experiment): void {
    this.#arrivals.delete(experiment);
  }
}

/** Parameters with one weight at another value. */
export function withWeight(
  parameters: Parameters,
  connection: string,
  index: number,
  value: number,
): Parameters {
  const weights = parameters.weights[connection]!.slice();
  weights[index] = value;
  return { ...parameters, weights: { ...parameters.weights, [connection]: weights } };
}
