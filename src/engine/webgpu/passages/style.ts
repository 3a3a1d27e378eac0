import type { Passage } from './passage.ts';
import type { Telemetry } from './trace.ts';

/** How passages become programs. */
export interface Style {
  readonly name: string;
  /** Whether a passage is to be run like this; otherwise its stages are dispatched one by one. */
  takes(passage: Passage): boolean;
  /** Samples that a workgroup takes. */
  samplesPerGroup(passage: Passage): number;
  /** The text of a module whose entry point is `main`; energies are left in `partials[round][record][sample]`. */
  write(passage: Passage, capacity: number, telemetry: Telemetry, isSoftware: boolean): string;
}
