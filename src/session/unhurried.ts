import { breath } from './frames.ts';

/** Longest stretch of work between two chances for the page to answer its user, in milliseconds. */
const STRETCH = 8;

/** Runs a computation to its end in short stretches, so that long ones do not hold up the page. Null once `stopped`. */
export async function unhurried<T>(work: Generator<void, T>): Promise<T>;
export async function unhurried<T>(work: Generator<void, T>, stopped: () => boolean): Promise<T | null>;
export async function unhurried<T>(work: Generator<void, T>, stopped = () => false): Promise<T | null> {
  for (;;) {
    const until = performance.now() + STRETCH;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await breath();
    if (stopped()) return null;
  }
}
