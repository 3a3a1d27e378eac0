import type { ExperimentDocument } from '../document.ts';

/** What presets are for, in the order in which they are offered. */
export const presetGroups = ['Feel it settle', 'Is it backprop?', 'Let it learn', 'Build your own'] as const;

/** A starting point offered on the page. Its document parses without issues. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly group: (typeof presetGroups)[number];
  /** One sentence: what to look at. */
  readonly summary: string;
  readonly document: ExperimentDocument;
}
