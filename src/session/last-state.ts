import { toDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { ViewState } from '#experiment/view-state.ts';
import type { Snapshot } from './laboratory.ts';
import type { Standing } from './standing.ts';

/** How far a network has come, with all that learning goes on from. */
export interface Progress extends Standing {
  /** Without tensors where they had no room: then the optimizer begins afresh. */
  readonly optimizer: Snapshot['optimizer'];
}

/** What was on the page: the document, how far its network was from where it begins, and what was shown. */
export interface LastState {
  readonly experiment: Experiment;
  /** Null at the beginning. */
  readonly progress: Progress | null;
  readonly view: ViewState;
}

/** The same in all that a document holds but for the view. */
export function isSameDocument(a: Experiment, b: Experiment): boolean {
  const key = (it: Experiment) => JSON.stringify(toDocument({ ...it, view: {} }));
  return key(a) === key(b);
}
