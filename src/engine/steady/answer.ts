/** What a caller waits for: given or refused once, by whichever engine comes to it. */
export class Answer<T> {
  readonly promise: Promise<T>;
  isGiven = false;
  #resolve!: (value: T) => void;
  #reject!: (error: unknown) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  give(value: T): void {
    this.isGiven = true;
    this.#resolve(value);
  }

  refuse(error: unknown): void {
    this.isGiven = true;
    this.#reject(error);
  }
}
