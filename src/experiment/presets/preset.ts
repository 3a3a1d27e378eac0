import type { ExperimentDocument } from '../document.ts';

/** A starting point offered on the page. Its document parses without issues. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  /** One sentence: what to look at. */
  readonly summary: string;
  readonly document: ExperimentDocument;
}
