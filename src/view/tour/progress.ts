import { targetOf } from '#core/network/topology.ts';
import { DIAL } from '#lessons/first-minute.ts';
import type { Deed, Lesson } from '#lessons/lesson.ts';
import type { Moment } from '#session/frame.ts';
import type { Answer, Session } from '#session/session.ts';

/** What the session says, at one moment, of what a person did. */
export interface Facts {
  /** The settling on screen has come to its end by itself. */
  readonly isResting: boolean;
  readonly shown: Moment | null;
  readonly holds: boolean;
  readonly answer: Answer;
  readonly learns: boolean;
  readonly epoch: number;
  /** Of the output. */
  readonly precision: number;
}

/** How far a person is. Deeds count in any order: who is faster than the lesson is followed. */
export interface Progress {
  readonly deeds: readonly Deed[];
  /** Moments left behind by a press of Next. */
  readonly passed: number;
  /** What they expect, once they said so. */
  readonly expects: string | null;
  readonly hasHeld: boolean;
  readonly wasFree: boolean;
  /** What was on screen when the answer was clamped: only what comes after it can have settled under it. */
  readonly clampedOn: Moment | null;
  readonly epoch: number;
  readonly hasLearned: boolean;
}

type Readings = Pick<Session, 'experiment' | 'frame' | 'moment' | 'hand' | 'answer' | 'playing' | 'training'>;

export function factsOf({ experiment, frame, moment, hand, answer, playing, training }: Readings): Facts {
  const t = moment?.t ?? 0;
  const ends = t >= experiment.inference.settleSteps || (frame?.atRest ?? false);
  return {
    isResting: !playing && hand === null && t > 0 && ends,
    shown: moment,
    holds: hand !== null,
    answer,
    learns: training.running,
    epoch: training.epoch,
    precision: targetOf(experiment.network).precision,
  };
}

export const beginning = ({ answer, epoch }: Facts): Progress => ({
  deeds: [],
  passed: 0,
  expects: null,
  hasHeld: false,
  wasFree: answer === 'free',
  clampedOn: null,
  epoch,
  hasLearned: false,
});

const isDone: Record<Deed, (facts: Facts, since: Progress) => boolean> = {
  rested: ({ isResting }) => isResting,
  pulled: ({ holds }, { hasHeld }) => hasHeld && !holds,
  clamped: ({ answer, isResting, shown }, { wasFree, clampedOn }) =>
    wasFree && answer === 'clamped' && isResting && clampedOn !== null && shown !== clampedOn,
  learned: ({ learns }, { hasLearned }) => hasLearned && !learns,
  // A precision that was turned before the question was asked answers nothing.
  'turned-down': ({ isResting, precision }, { expects }) =>
    expects !== null && isResting && precision <= DIAL.at(-1)! * 1.001,
};

/** What the facts add to the progress; the very same where they add nothing. */
export function follow(before: Progress, facts: Facts): Progress {
  const isClamped = before.wasFree && facts.answer === 'clamped';
  const since: Progress = {
    ...before,
    hasHeld: before.hasHeld || facts.holds,
    wasFree: before.wasFree || facts.answer === 'free',
    clampedOn: isClamped ? (before.clampedOn ?? facts.shown) : null,
    hasLearned: before.hasLearned || facts.epoch > before.epoch,
  };
  const fresh = (Object.keys(isDone) as Deed[]).filter(
    (deed) => !before.deeds.includes(deed) && isDone[deed](facts, since),
  );
  const after = fresh.length > 0 ? { ...since, deeds: [...before.deeds, ...fresh] } : since;
  const isSame = (Object.keys(after) as (keyof Progress)[]).every((key) => after[key] === before[key]);
  return isSame ? before : after;
}

/** Index of the moment a person is at: the one after the last they did or left behind; past all of them at the end. */
export function momentAt({ moments }: Lesson, { deeds, passed }: Progress): number {
  const last = moments.findLastIndex((it) => deeds.includes(it.done));
  return Math.min(moments.length, Math.max(last + 1, passed));
}
