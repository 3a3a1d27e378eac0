import type { Edited } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';

/** What a person does, or what happens to the network, that completes a moment. Whether it was done is read off the session. */
export type Deed = 'rested' | 'pulled' | 'clamped' | 'learned' | 'turned-down';

/** What a moment speaks of. */
export type Subject = 'network' | 'errors' | 'output' | 'agreement';

/** A question to be answered before it is tried. */
export interface Question {
  readonly options: readonly {
    readonly id: string;
    readonly label: string;
    /** What is said to who expects this, before the trial. */
    readonly reply: string;
  }[];
}

/** One moment of a lesson: something to see, something to do. */
export interface LessonMoment {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** What there is to do, where a hand on the picture does it and no button can. */
  readonly ask?: string;
  /** The same, for who has a keyboard. */
  readonly askByKey?: string;
  /** On the button that does it, where one can. */
  readonly act?: string;
  /** Said from the deed's beginning to its end. */
  readonly meanwhile?: string;
  readonly done: Deed;
  readonly look: Subject;
  /** The neuron that asks to be pulled. */
  readonly pull?: { readonly node: string; readonly unit: number };
  readonly question?: Question;
  /** Prepares the experiment at the moment of the deed. */
  readonly edit?: (experiment: Experiment) => Edited;
}

/** A guided series of moments: content without pictures or clocks. */
export interface Lesson {
  readonly id: string;
  readonly title: string;
  /** The experiment it is told on: a preset. */
  readonly preset: string;
  readonly moments: readonly LessonMoment[];
  readonly end: {
    readonly title: string;
    readonly text: string;
    readonly ways: readonly {
      readonly id: string;
      readonly label: string /** The glossary's word on it. */;
      readonly term?: string;
    }[];
  };
}
