import type { Bench } from '../study.ts';
import type { Seat } from './families.ts';
import type { Pixel, SweepMap } from './map.ts';

/** Milliseconds between two pictures of a map that fills. */
const PICTURE = 60;

/** A map while it fills: what is known, shown now and then, and how far that is. */
export class Canvas {
  readonly #bench: Pick<Bench<SweepMap>, 'show' | 'progress'>;
  readonly #empty: SweepMap;
  readonly #pixels: (Pixel | null)[][];
  readonly #limits: (number | null)[];
  #done = 0;
  #shown = Number.NEGATIVE_INFINITY;

  constructor(bench: Pick<Bench<SweepMap>, 'show' | 'progress'>, empty: SweepMap) {
    this.#bench = bench;
    this.#empty = empty;
    this.#pixels = empty.pixels.map((row) => [...row]);
    this.#limits = [...empty.limits];
  }

  get map(): SweepMap {
    return {
      ...this.#empty,
      pixels: this.#pixels.map((row) => [...row]),
      limits: [...this.#limits],
      done: this.#done,
    };
  }

  fill(seats: readonly Seat[], pixel: Pixel): void {
    for (const { row, column } of seats) this.#pixels[row]![column] = pixel;
    this.#done += seats.length;
  }

  /** The largest stable η at a value of the other axis. */
  limit(place: number, limit: number | null): void {
    this.#limits[place] = limit;
  }

  /** Says how far it is, with so many further pixels as good as done. Rejects once nobody wants it any more. */
  async tell(words: string, underWay = 0): Promise<void> {
    const now = performance.now();
    if (now - this.#shown > PICTURE) {
      this.#bench.show(this.map);
      this.#shown = now;
    }
    const { xs, ys } = this.#empty;
    await this.#bench.progress((this.#done + underWay) / (xs.length * ys.length), words);
  }
}
