export type Clock = 'settling' | 'training';

/** How fast a clock goes. */
export interface Pace {
  readonly id: 'watch' | 'fast' | 'max';
  readonly label: string;
  /** What it does to each clock, in a sentence. */
  readonly says: Readonly<Record<Clock, string>>;
  /** Milliseconds of work in a submission; 0 for a step at a time. */
  readonly budget: number;
  /** Submissions of a network that learns that are under way at a time. */
  readonly inFlight: number;
  /** Milliseconds of learning between two chances for edits and pictures, at least a submission. */
  readonly stretch: number;
  /** Whether a stretch waits for the next frame of the page. */
  readonly inFrames: boolean;
  /** Most of the time that pictures of a network that learns may take. */
  readonly pictures: number;
}

export type PaceId = Pace['id'];

export const paces: readonly Pace[] = [
  {
    id: 'watch',
    label: 'Watch',
    says: {
      settling: 'Takes up to two and a half seconds, however many steps.',
      training: 'One weight update a frame, drawn for up to half of the time.',
    },
    budget: 0,
    inFlight: 1,
    stretch: 0,
    inFrames: true,
    pictures: 1 / 2,
  },
  {
    id: 'fast',
    label: 'Fast',
    says: {
      settling: 'As many steps a frame as take about 8 milliseconds.',
      training: 'As many weight updates a frame as take about 8 milliseconds.',
    },
    budget: 8,
    inFlight: 1,
    stretch: 8,
    inFrames: true,
    pictures: 1 / 3,
  },
  {
    id: 'max',
    label: 'Max',
    says: {
      settling: 'All steps in one go.',
      training: 'Flat out: waits for no frame and is drawn every few of them.',
    },
    budget: 16,
    inFlight: 2,
    stretch: 50,
    inFrames: false,
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

/** Steps of a watched settling that are due at each frame: never more than time has passed for. */
export class Metronome {
  #last: number | null = null;
  #due = 1;

  /** @param now of the frame, in milliseconds */
  beats(now: number, settleSteps: number): number {
    const elapsed = this.#last === null ? 0 : Math.min(now - this.#last, LONGEST_FRAME);
    this.#last = now;
    this.#due += elapsed / Math.min(PLAYING_TIME / settleSteps, SLOWEST_STEP);
    const beats = Math.floor(this.#due);
    this.#due -= beats;
    return beats;
  }
}
