/** Milliseconds between two looks at what is being drawn. */
const PAUSE = 120;

/**
 * What a hand draws, shown while it draws, and at its end. All that one gesture shows belongs together: from the second on
 * `goesOn` says so, and undo takes them as one.
 */
export class Gesture<T> {
  readonly #show: (value: T, goesOn: boolean) => void;
  readonly #now: () => number;
  #shown: { readonly value: T; readonly at: number } | null = null;

  constructor(show: (value: T, goesOn: boolean) => void, now: () => number = () => performance.now()) {
    this.#show = show;
    this.#now = now;
  }

  move(value: T): void {
    if (!this.#shown || this.#now() - this.#shown.at >= PAUSE) this.#put(value);
  }

  end(value: T): void {
    this.#put(value);
    this.#shown = null;
  }

  #put(value: T): void {
    const goesOn = this.#shown !== null;
    if (this.#shown?.value !== value) this.#show(value, goesOn);
    this.#shown = { value, at: this.#now() };
  }
}
