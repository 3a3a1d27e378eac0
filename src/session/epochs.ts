import { countParameters } from '#core/network/check.ts';
import type { Laboratory, Snapshot } from './laboratory.ts';
import { thinned } from './thinned.ts';

/** Floats that recorded epochs may take together, and parameters of a network whose epochs are recorded. */
const MOST_FLOATS = 8_000_000;
const MOST_PARAMETERS = 20_000;

/** Weights and optimizer state after the epochs of a small network: learning can go on from any of them as it did. */
export class Epochs {
  readonly #snapshots = new Map<number, Snapshot>();
  readonly #mostParameters: number;

  constructor(mostParameters = MOST_PARAMETERS) {
    this.#mostParameters = mostParameters;
  }

  get recorded(): readonly number[] {
    return [...this.#snapshots.keys()].sort((a, b) => a - b);
  }

  clear(): void {
    this.#snapshots.clear();
  }

  /** The epoch that just ended; later ones belong to a future that is not to be. Only inside the queue. */
  async record(laboratory: Laboratory): Promise<void> {
    if (countParameters(laboratory.experiment.network) > this.#mostParameters || laboratory.batch !== 0)
      return;
    const { epoch } = laboratory;
    for (const later of this.recorded) if (later > epoch) this.#snapshots.delete(later);
    const snapshot = await laboratory.snapshot();
    this.#snapshots.set(epoch, snapshot);
    const most = Math.max(2, Math.floor(MOST_FLOATS / Math.max(1, snapshot.floats)));
    // Where memory ends, about half go, so that what is left still spans all of the training.
    const kept = new Set(thinned(this.recorded, most, (it) => it));
    for (const it of this.recorded) if (!kept.has(it)) this.#snapshots.delete(it);
  }

  at(epoch: number): Snapshot | null {
    return this.#snapshots.get(epoch) ?? null;
  }
}
