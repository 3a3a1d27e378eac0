import type { Edited } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';

export type Change = (experiment: Experiment) => Edited;

/** The edit that a click would make: of the build control under the pointer or the focus. */
export class Proposal {
  change = $state.raw<Change | null>(null);

  make(change: Change): void {
    this.change = change;
  }

  /** Another control may have made its own meanwhile. */
  withdraw(change: Change): void {
    if (this.change === change) this.change = null;
  }
}
