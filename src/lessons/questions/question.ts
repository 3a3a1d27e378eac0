import type { Edited } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';

/** Where to go on looking. */
export type Way = { readonly label: string } & (
  | { readonly bench: string }
  | { readonly preset: string }
  | {
      readonly panel: string;
      /** Settings with which the panel shows it. */
      readonly edit?: (experiment: Experiment) => Edited;
      /** A synapse is chosen, and what it needs lights up. */
      readonly lights?: boolean;
    }
);

/** A question of the field that is answered by trying it. What was found says the answer, not this. */
export interface FieldQuestion {
  readonly id: string;
  readonly title: string;
  /** What it is about, in the glossary. */
  readonly term: string;
  /** How one finds out, in one sentence. */
  readonly how: string;
  /** Answers one may expect. */
  readonly options: readonly { readonly id: string; readonly label: string }[];
  /** On the button that tries it. */
  readonly act: string;
  readonly ways: readonly Way[];
}
