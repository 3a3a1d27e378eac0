import { countParameters } from '#core/network/check.ts';
import type { Laboratory, Snapshot } from './laboratory.ts';
import { type Stamp, stampOf } from './stamp.ts';
import { thinned } from './thinned.ts';

/** Floats that recorded epochs may take together, and parameters of a network whose epochs are recorded. */
const MOST_FLOATS = 8_000_000;
const MOST_PARAMETERS = 20_000;

/** Weights and optimizer state after the epochs of a small network: learning can go on from any of them as it did. */
export class Epochs {
  readonly #snapshots = new Map<number, Snapshot & { readonly stamp: Stamp }>();
  /** After which epoch weights were just these. */
  readonly #stamps = new Map<Stamp, number>();
  readonly #mostParameters: number;

  constructor(mostParameters = MOST_PARAMETERS) {
    this.#mostParameters = mostParameters;
  }

  get recorded(): readonly number[] {
    return [...this.#snapshots.keys()].sort((a, b) => a - b);
  }

  clear(): void {
    this.#snapshots.clear();
    this.#stamps.clear();
  }

  /** The epoch that just ended; later ones belong to a future that is not to be. Only inside the queue. */
  async record(laboratory: Laboratory): Promise<void> {
    if (countParameters(laboratory.experiment.network) > this.#mostParameters || laboratory.batch !== 0)
      return;
    const { epoch } = laboratory;
    for (const later of this.recorded) if (later > epoch) this.#drop(later);
    const snapshot = await laboratory.snapshot();
    const stamp = stampOf(snapshot.parameters);
    this.#drop(epoch);
    this.#snapshots.set(epoch, { ...snapshot, stamp });
    this.#stamps.set(stamp, epoch);
    const most = Math.max(2, Math.floor(MOST_FLOATS / Math.max(1, snapshot.floats)));
    // Where memory ends, about half go, so that what is left still spans all of the training.
    const kept = new Set(thinned(this.recorded, most, (it) => it));
    for (const it of this.recorded) if (!kept.has(it)) this.#drop(it);
  }

  #drop(epoch: number): void {
    const known = this.#snapshots.get(epoch);
    this.#snapshots.delete(epoch);
    if (known && this.#stamps.get(known.stamp) === epoch) this.#stamps.delete(known.stamp);
  }

  /** The epoch after which the weights were just these; null where that was not recorded. */
  with(stamp: Stamp): number | null {
    return this.#stamps.get(stamp) ?? null;
  }

  at(epoch: number): Snapshot | null {
    return this.#snapshots.get(epoch) ?? null;
  }
}
