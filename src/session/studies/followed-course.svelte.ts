import type { Part } from '../basis.ts';
import { followsCourse } from '../budget.ts';
import type { CourseWithTheory } from './course-with-theory.ts';
import { Follower, type Host } from './follower.svelte.ts';
import type { Running } from './study.ts';

/** The agreement with backprop over the whole settling on screen, 0 … T. Reactive. */
export interface FollowedCourse {
  /** The last that was computed of a network of this shape; null without one. */
  readonly known: CourseWithTheory | null;
  /** What `known` depends on and has changed since. */
  readonly changes: readonly Part[];
  readonly running: Running<CourseWithTheory> | null;
  /** It takes so long that it is computed only when asked for. */
  readonly waits: boolean;
  /** Keeps it up to date, but for training, until the function returned is called: for what draws it. */
  follow(): () => void;
  /** Computes it now. */
  ask(): void;
}

export class CourseFollower extends Follower<CourseWithTheory> implements FollowedCourse {
  readonly #host: Host;

  constructor(host: Host) {
    super(host, async () => (await import('./course-with-theory.ts')).courseWithTheory(), followsCourse);
    this.#host = host;
  }

  get known(): CourseWithTheory | null {
    const { nodes, connections } = this.#host.experiment.network;
    const course = this.answer?.result ?? null;
    if (!course) return null;
    const { network } = course.experiment;
    const isSame =
      network.connections.length === connections.length &&
      connections.every((it) => it.id in course.connections) &&
      nodes.every((it) => network.nodes.some(({ id, units }) => id === it.id && units === it.units));
    return isSame ? course : null;
  }
}
