import type { Phase } from './frame.ts';

export type Clock = 'settling' | 'training';

/** How fast a clock goes. */
export interface Pace {
  readonly id: 'quarter' | 'half' | 'watch' | 'fast' | 'max';
  readonly label: string;
  /** What it does to each clock, in a sentence. */
  readonly says: Readonly<Record<Clock, string>>;
  /** Of steps that come one by one, against the usual; null where as many come as there is time for. */
  readonly speed: number | null;
  /** Milliseconds that each of those steps takes at least. */
  readonly shortestStep: number;
  /** Milliseconds of work in a submission; 0 for a step at a time. */
  readonly budget: number;
  /** Submissions of a network that learns that are under way at a time. */
  readonly inFlight: number;
  /** Milliseconds of learning between two chances for edits and pictures, at least a submission. */
  readonly stretch: number;
  /** Frames of the page from one stretch to the next; 0 where it waits for none. */
  readonly frames: number;
  /** Most of the time that pictures of a network that learns may take. */
  readonly pictures: number;
}

export type PaceId = Pace['id'];

/** Learning that waits for nothing but the page's own frames. */
const oneByOne = { budget: 0, inFlight: 1, stretch: 0, pictures: 1 / 2 } as const;

export const paces: readonly Pace[] = [
  {
    id: 'quarter',
    label: '¼×',
    says: {
      settling: 'Half a second a step: it predicts, compares, moves.',
      training: 'One weight update every fourth frame.',
    },
    speed: 1 / 4,
    shortestStep: 480,
    frames: 4,
    ...oneByOne,
  },
  {
    id: 'half',
    label: '½×',
    says: {
      settling: 'A quarter of a second a step: it predicts, compares, moves.',
      training: 'One weight update every second frame.',
    },
    speed: 1 / 2,
    shortestStep: 240,
    frames: 2,
    ...oneByOne,
  },
  {
    id: 'watch',
    label: '1×',
    says: {
      settling: 'Takes up to two and a half seconds, however many steps.',
      training: 'One weight update a frame, drawn for up to half of the time.',
    },
    speed: 1,
    shortestStep: 0,
    frames: 1,
    ...oneByOne,
  },
  {
    id: 'fast',
    label: 'Fast',
    says: {
      settling: 'As many steps a frame as take about 8 milliseconds.',
      training: 'As many weight updates a frame as take about 8 milliseconds.',
    },
    speed: null,
    shortestStep: 0,
    budget: 8,
    inFlight: 1,
    stretch: 8,
    frames: 1,
    pictures: 1 / 3,
  },
  {
    id: 'max',
    label: 'Max',
    says: {
      settling: 'All steps in one go.',
      training: 'Flat out: waits for no frame and is drawn every few of them.',
    },
    speed: null,
    shortestStep: 0,
    budget: 16,
    inFlight: 2,
    stretch: 50,
    frames: 0,
    pictures: 1 / 10,
  },
];

/** Each settling step is to be seen; of learning, what comes of it. */
export const usualPaces: Readonly<Record<Clock, PaceId>> = { settling: 'watch', training: 'max' };

export const paceOf = (id: PaceId): Pace => paces.find((it) => it.id === id)!;

/** A watched settling plays in about this long, in milliseconds, whatever T is; no step takes longer than the second. */
const PLAYING_TIME = 2500;
const SLOWEST_STEP = 140;
/** A frame that took longer was none, as the page was hidden: the settling goes on about where it was. */
const LONGEST_FRAME = 1000;

/** Milliseconds from one step of a watched settling to the next. */
export const stepTime = (settleSteps: number, { speed, shortestStep }: Pace): number =>
  Math.max(Math.min(PLAYING_TIME / settleSteps, SLOWEST_STEP) / (speed ?? 1), shortestStep);

/** The order in which a settling's step is played once its numbers are there: the values move, then what follows from them. */
const phases: readonly Phase[] = ['move', 'predict', 'compare'];
/** Milliseconds below which nobody could tell the parts of a step apart. */
const SHORTEST_PLAYED = 240;

/** Which part of a step is shown, so far into the time it has (0 … 1); null where it is too short to be shown in parts. */
export function phaseAt(fraction: number, stepMilliseconds: number): Phase | null {
  if (stepMilliseconds < SHORTEST_PLAYED) return null;
  const part = Math.floor(fraction * phases.length);
  return phases[Math.max(0, Math.min(phases.length - 1, part))]!;
}

/** Steps of a watched settling that are due at each frame: never more than time has passed for. */
export class Metronome {
  #last: number | null = null;
  #due = 1;

  /** How far the time of the step that was due last has gone, from 0 to 1. */
  get fraction(): number {
    return Math.min(1, this.#due);
  }

  /** @param now of the frame, in milliseconds */
  beats(now: number, settleSteps: number, pace: Pace = paceOf('watch')): number {
    const elapsed = this.#last === null ? 0 : Math.min(now - this.#last, LONGEST_FRAME);
    this.#last = now;
    this.#due += elapsed / stepTime(settleSteps, pace);
    const beats = Math.floor(this.#due);
    this.#due -= beats;
    return beats;
  }
}
