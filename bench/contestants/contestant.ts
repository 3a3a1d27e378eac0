import type { Outcome, Problem } from '../problem.ts';

/** An implementation of the same training step. */
export interface Contestant {
  /** Version, device and settings, for the report. */
  readonly words: string;
  /** Uploads the problem; compiles what can be compiled before it is timed. */
  prepare(problem: Problem): Promise<Training>;
}

export interface Training {
  /**
   * One training step: forward pass of the batch, T settling steps, one update of every parameter. Resolves when it is done
   * and its energies have been read back, once for all of them.
   */
  step(): Promise<void>;
  /** What the last step left. Not timed. */
  outcome(): Promise<Outcome>;
  dispose(): void;
}
