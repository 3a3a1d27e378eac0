import { untrack } from 'svelte';
import type { Experiment } from '#experiment/experiment.ts';
import { type Frame, fits, windowOf } from '../frame.ts';
import type { Running, Studies, Study } from './study.ts';

/** Milliseconds that settings have rested before the study is made anew. */
const REST = 150;

/** What the result of a study is of. */
export interface Question {
  readonly experiment: Experiment;
  readonly weights: Frame['weights'];
  /** Which of the rows. */
  readonly window: number;
}

const facts = ['network', 'pins', 'lesions', 'data', 'seed'] as const;
const settings = ['rule', 'inferenceRate', 'settleSteps', 'start'] as const;

const sameNumbers = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

const sameWeights = (a: Frame['weights'], b: Frame['weights']): boolean =>
  a === b || Object.entries(a).every(([id, it]) => b[id] && sameNumbers(it, b[id]));

/** Whether two questions have one answer. */
export const sameQuestion = (a: Question, b: Question): boolean =>
  facts.every((it) => a.experiment[it] === b.experiment[it]) &&
  settings.every((it) => a.experiment.inference[it] === b.experiment.inference[it]) &&
  a.window === b.window &&
  sameWeights(a.weights, b.weights);

/** What is looked at of a session. */
export interface Host {
  readonly experiment: Experiment;
  readonly frame: Frame | null;
  readonly training: { readonly running: boolean };
  readonly studies: Studies;
}

/** Keeps the result of a study of the page's settling up to date while somebody shows it. Reactive. */
export class Follower<Result> {
  readonly #host: Host;
  readonly #load: () => Promise<Study<Result>>;
  readonly #isCheap: (experiment: Experiment, rows: number) => boolean;
  #answer = $state.raw<{ readonly to: Question; readonly result: Result } | null>(null);
  #study = $state.raw<Running<Result> | null>(null);
  /** What the study, running or over, was asked; the question that is resting. */
  #asked: Question | null = null;
  #resting: Question | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #followers = 0;
  #end: () => void = () => {};

  readonly #question = $derived.by<Question | null>(() => {
    const { experiment, frame } = this.#host;
    if (!frame || !fits(frame, experiment.network)) return null;
    return { experiment, weights: frame.weights, window: windowOf(frame) };
  });

  /** @param isCheap whether the study may be made, of so many rows, without being asked for */
  constructor(
    host: Host,
    load: () => Promise<Study<Result>>,
    isCheap: (experiment: Experiment, rows: number) => boolean,
  ) {
    this.#host = host;
    this.#load = load;
    this.#isCheap = isCheap;
  }

  /** The last that was found, and of which experiment. */
  get answer() {
    return this.#answer && { experiment: this.#answer.to.experiment, result: this.#answer.result };
  }

  /** The study under way, or the last one. */
  get study() {
    return this.#study;
  }

  get running() {
    return this.#study?.state === 'running' ? this.#study : null;
  }

  /** Something that the answer depends on has changed since. */
  readonly isStale: boolean = $derived.by(() => {
    const question = this.#question;
    return question !== null && this.#answer !== null && !sameQuestion(question, this.#answer.to);
  });

  /** It takes so long that it is made only when asked for. */
  get waits(): boolean {
    const { experiment, frame } = this.#host;
    return frame !== null && !this.#isCheap(experiment, frame.samples);
  }

  /** Keeps it up to date, but for training, until the function returned is called. */
  follow(): () => void {
    if (this.#followers++ === 0)
      this.#end = $effect.root(() => {
        $effect(() => {
          const question = this.#question;
          const mayStart = !this.#host.training.running && !this.waits;
          untrack(() => this.#look(question, mayStart));
        });
      });
    return () => {
      if (--this.#followers > 0) return;
      this.#end();
      this.#cancel();
    };
  }

  /** Makes it now. */
  ask(): void {
    this.#cancel();
    if (this.#question) void this.#start(this.#question);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#resting = null;
    if (this.running) this.#asked = null;
    this.#study?.stop();
  }

  /** Asks anew once the question has rested, unless it is answered or has been asked. */
  #look(question: Question | null, mayStart: boolean): void {
    if (!question || (this.#resting && mayStart && sameQuestion(question, this.#resting))) return;
    const isAsked = this.#asked !== null && sameQuestion(question, this.#asked);
    const isAnswered = this.#answer !== null && sameQuestion(question, this.#answer.to);
    if (!isAsked) this.#cancel();
    if (isAsked || isAnswered || !mayStart) return;
    this.#resting = question;
    this.#timer = setTimeout(() => void this.#start(question), REST);
  }

  async #start(question: Question): Promise<void> {
    this.#asked = question;
    // Fetched within the study: what stops the one gives up the other, and code that does not come is a failure told.
    const study = this.#host.studies.start<Result>(async (bench) => (await this.#load())(bench));
    this.#study = study;
    await study.over;
    if (study.state === 'done' && study.result) this.#answer = { to: question, result: study.result };
  }
}
