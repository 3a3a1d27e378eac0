import type { Network, NodeId } from '#core/network/network.ts';
import { isPredicted } from '#core/network/topology.ts';
import type { Memory } from '#core/plan/plan.ts';
import type { Moment, NodeFrame, Recorded } from './frame.ts';

/** Settling steps that can be looked back on, and floats that may take. */
export const MOST_RECORDED = 512;
const MOST_FLOATS = 8_000_000;
const QUANTITIES = ['values', 'predictions', 'errors', 'drives'] as const;

/** What is recorded of one node at one step; null where it has no such thing. */
export interface NodeReading extends Readonly<Record<(typeof QUANTITIES)[number], ArrayLike<number> | null>> {
  readonly values: ArrayLike<number>;
  readonly energy: number;
}

interface Track {
  readonly id: NodeId;
  readonly units: number;
  readonly isPredicted: boolean;
  /** One after the other at every place of the ring: values, predictions, errors, drives. */
  readonly states: Float32Array;
  readonly energy: Float64Array;
  /** Whether drives were recorded at a place. */
  readonly driven: Uint8Array;
}

/**
 * The last settling steps of one sample, in memory of fixed size: step t lies at place t modulo the ring's size. A step
 * recorded again replaces the old one; steps may be left out.
 */
export class Recording {
  readonly size: number;
  readonly #tracks: readonly Track[];
  /** The step at every place; −1 where there is none. */
  readonly #steps: Int32Array;
  #touched: number[] = [];
  first = 0;
  last = -1;

  constructor(network: Network) {
    const units = network.nodes.reduce((sum, it) => sum + it.units, 0);
    const size = Math.max(2, Math.min(MOST_RECORDED, Math.floor(MOST_FLOATS / (units * QUANTITIES.length))));
    this.size = size;
    this.#steps = new Int32Array(size).fill(-1);
    this.#tracks = network.nodes.map((node) => ({
      id: node.id,
      units: node.units,
      isPredicted: isPredicted(network, node.id),
      states: new Float32Array(size * QUANTITIES.length * node.units),
      energy: new Float64Array(size),
      driven: new Uint8Array(size),
    }));
  }

  clear(): void {
    this.#steps.fill(-1);
    this.#touched = [];
    this.first = 0;
    this.last = -1;
  }

  /** Forgets what came after t. */
  cut(t: number): void {
    for (let step = Math.max(t + 1, this.first); step <= this.last; step++)
      this.#steps[step % this.size] = -1;
    this.last = Math.min(this.last, t);
    this.#touched = this.#touched.filter((it) => it <= t);
  }

  /** A hand was on the sample at step t. */
  touch(t: number): void {
    if (this.#touched.at(-1) === t) return;
    this.#touched = [...this.#touched.filter((it) => it >= this.first && it < t), t];
  }

  get isTouched(): boolean {
    return this.#touched.length > 0;
  }

  put(t: number, read: (id: NodeId) => NodeReading): void {
    const place = t % this.size;
    if (this.last < 0) this.first = t;
    this.#steps[place] = t;
    this.last = Math.max(this.last, t);
    this.first = Math.max(this.first, this.last - this.size + 1);
    for (const { id, units, states, energy, driven } of this.#tracks) {
      const reading = read(id);
      for (const [k, what] of QUANTITIES.entries()) {
        const source = reading[what];
        if (source) states.set(source as Memory, (place * QUANTITIES.length + k) * units);
      }
      if (reading.drives) driven[place] = 1;
      energy[place] = reading.energy;
    }
  }

  has(t: number): boolean {
    return t >= 0 && this.#steps[t % this.size] === t;
  }

  /** Of step t, or of the last one recorded before it. Its arrays are the ring's own. */
  at(t: number): Moment | null {
    let step = Math.min(t, this.last);
    while (step >= this.first && !this.has(step)) step--;
    if (step < this.first) return null;
    const place = step % this.size;
    let total = 0;
    const energies: Record<NodeId, number> = {};
    for (const { id, energy, isPredicted } of this.#tracks)
      if (isPredicted) {
        energies[id] = energy[place]!;
        total += energy[place]!;
      }
    const nodes = this.#tracks.map((track): NodeFrame => {
      const part = (k: number) => {
        const from = (place * QUANTITIES.length + k) * track.units;
        return track.states.subarray(from, from + track.units);
      };
      return {
        id: track.id,
        values: part(0),
        predictions: track.isPredicted ? part(1) : null,
        errors: track.isPredicted ? part(2) : null,
        drives: track.driven[place] === 1 ? part(3) : null,
      };
    });
    return { t: step, phase: null, nodes, energy: energies, total };
  }

  /** F of the sample at a recorded step; NaN elsewhere. */
  total(t: number): number {
    if (!this.has(t)) return Number.NaN;
    return this.#tracks.reduce((sum, it) => (it.isPredicted ? sum + it.energy[t % this.size]! : sum), 0);
  }

  /** As it is now: another object after every change, so that what watches it can tell. */
  snapshot(): Recorded | null {
    if (this.last < 0) return null;
    const { first, last } = this;
    return { first, last, at: (t) => (this.has(t) ? this.at(t) : null), touched: this.#touched };
  }
}
