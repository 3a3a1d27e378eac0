import { untrack } from 'svelte';
import type { Experiment } from '#experiment/experiment.ts';
import { type Basis, basisOf, changesSince, type Part, type Screen } from '../basis.ts';
import { fits } from '../frame.ts';
import { Inquiry } from './inquiry.svelte.ts';
import type { Running, Studies, Study } from './study.ts';

/** Milliseconds that settings have rested before the study is made anew. */
const REST = 150;

/** A settling does not depend on how it would be learned from. */
const changes = (then: Basis, now: Basis): readonly Part[] => changesSince(then, now, ['title', 'learning']);
/** Whether two questions have one answer. */
const isSame = (a: Basis, b: Basis): boolean => changes(a, b).length === 0;

/** What is looked at of a session. */
export interface Host extends Screen {
  readonly training: { readonly running: boolean };
  readonly studies: Studies;
}

/** Keeps the result of a study of the page's settling up to date while somebody shows it. Reactive. */
export class Follower<Result> {
  readonly #host: Host;
  readonly #load: () => Promise<Study<Result>>;
  readonly #isCheap: (experiment: Experiment, rows: number) => boolean;
  #answer = $state.raw<{ readonly of: Basis; readonly result: Result } | null>(null);
  #study = $state.raw<Running<Result> | null>(null);
  /** What the study, running or over, was asked; the question that is resting. */
  #asked: Basis | null = null;
  #resting: Basis | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #followers = 0;
  #end: () => void = () => {};

  readonly #question = $derived.by<Basis | null>(() => {
    const { experiment, frame } = this.#host;
    if (!frame || !fits(frame, experiment.network)) return null;
    return basisOf({ experiment, frame });
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
    return this.#answer && { experiment: this.#answer.of.experiment, result: this.#answer.result };
  }

  /** The study under way, or the last one. */
  get study() {
    return this.#study;
  }

  get running() {
    return this.#study?.state === 'running' ? this.#study : null;
  }

  /** What the answer depends on and has changed since. */
  readonly changes: readonly Part[] = $derived.by(() => {
    const question = this.#question;
    return question && this.#answer ? changes(this.#answer.of, question) : [];
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
  #look(question: Basis | null, mayStart: boolean): void {
    if (!question || (this.#resting && mayStart && isSame(question, this.#resting))) return;
    const isAsked = this.#asked !== null && isSame(question, this.#asked);
    const isAnswered = this.#answer !== null && isSame(question, this.#answer.of);
    if (!isAsked) this.#cancel();
    if (isAsked || isAnswered || !mayStart) return;
    this.#resting = question;
    this.#timer = setTimeout(() => void this.#start(question), REST);
  }

  async #start(question: Basis): Promise<void> {
    this.#asked = question;
    // Fetched within the study: what stops the one gives up the other, and code that does not come is a failure told.
    const inquiry = new Inquiry<Result>(this.#host, async (bench) => (await this.#load())(bench));
    const study = inquiry.running;
    this.#study = study;
    await study.over;
    if (study.state === 'done' && study.result) this.#answer = { of: inquiry.of, result: study.result };
  }
}
