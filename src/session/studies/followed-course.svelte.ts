import { untrack } from 'svelte';
import type { Experiment } from '#experiment/experiment.ts';
import { followsCourse } from '../budget.ts';
import { type Frame, fits } from '../frame.ts';
import type { CourseWithTheory } from './course-with-theory.ts';
import type { Running, Studies } from './study.ts';

/** Milliseconds that settings have rested before the course is computed anew. */
const REST = 150;

/** What a course is of. */
interface Question {
  readonly experiment: Experiment;
  readonly weights: Frame['weights'];
  readonly window: number;
}

/** The agreement with backprop over the whole settling on screen, 0 … T. Reactive. */
export interface FollowedCourse {
  /** The last that was computed of a network of this shape; null without one. */
  readonly known: CourseWithTheory | null;
  /** Something that `known` depends on has changed since. */
  readonly isStale: boolean;
  readonly running: Running<CourseWithTheory> | null;
  /** It takes so long that it is computed only when asked for. */
  readonly waits: boolean;
  /** Keeps it up to date, but for training, until the function returned is called: for what draws it. */
  follow(): () => void;
  /** Computes it now. */
  ask(): void;
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

interface Host {
  readonly experiment: Experiment;
  readonly frame: Frame | null;
  readonly training: { readonly running: boolean };
  readonly studies: Studies;
}

export class CourseFollower implements FollowedCourse {
  readonly #host: Host;
  #answer = $state.raw<{ readonly to: Question; readonly course: CourseWithTheory } | null>(null);
  #study = $state.raw<Running<CourseWithTheory> | null>(null);
  /** What the study, running or over, was asked; the last question seen. */
  #asked: Question | null = null;
  #seen: Question | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #followers = 0;
  #end: () => void = () => {};

  readonly #question = $derived.by<Question | null>(() => {
    const { experiment, frame } = this.#host;
    if (!frame || !fits(frame, experiment.network)) return null;
    return { experiment, weights: frame.weights, window: Math.floor(frame.sample / frame.samples) };
  });

  constructor(host: Host) {
    this.#host = host;
  }

  get running() {
    return this.#study?.state === 'running' ? this.#study : null;
  }

  get known(): CourseWithTheory | null {
    const { nodes, connections } = this.#host.experiment.network;
    const course = this.#answer?.course ?? null;
    if (!course) return null;
    const { network } = course.experiment;
    const isSame =
      network.connections.length === connections.length &&
      connections.every((it) => it.id in course.connections) &&
      nodes.every((it) => network.nodes.some(({ id, units }) => id === it.id && units === it.units));
    return isSame ? course : null;
  }

  readonly isStale: boolean = $derived.by(() => {
    const question = this.#question;
    return question !== null && this.#answer !== null && !sameQuestion(question, this.#answer.to);
  });

  get waits(): boolean {
    const { experiment, frame } = this.#host;
    return frame !== null && !followsCourse(experiment, frame.samples);
  }

  follow(): () => void {
    if (this.#followers++ === 0)
      this.#end = $effect.root(() => {
        $effect(() => {
          const question = this.#question;
          const rests = !this.#host.training.running && !this.waits;
          untrack(() => this.#look(question, rests));
        });
      });
    return () => {
      if (--this.#followers > 0) return;
      this.#end();
      this.#cancel();
    };
  }

  ask(): void {
    this.#cancel();
    if (this.#question) void this.#start(this.#question);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#seen = null;
    if (this.running) this.#asked = null;
    this.#study?.stop();
  }

  /** Asks anew once the question has rested, unless it is answered or has been asked. */
  #look(question: Question | null, rests: boolean): void {
    if (!question || (this.#seen && rests && sameQuestion(question, this.#seen))) return;
    const isAsked = this.#asked && sameQuestion(question, this.#asked);
    const isAnswered = this.#answer && sameQuestion(question, this.#answer.to);
    if (!isAsked) this.#cancel();
    if (isAsked || isAnswered || !rests) return;
    this.#seen = question;
    this.#timer = setTimeout(() => void this.#start(question), REST);
  }

  async #start(question: Question): Promise<void> {
    this.#asked = question;
    const { courseWithTheory } = await import('./course-with-theory.ts');
    if (this.#asked !== question) return;
    const study = this.#host.studies.start(courseWithTheory());
    this.#study = study;
    await study.over;
    if (study.state === 'done' && study.result) this.#answer = { to: question, course: study.result };
  }
}
