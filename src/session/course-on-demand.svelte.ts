import type { Part } from './basis.ts';
import type { FollowedCourse } from './studies/followed-course.svelte.ts';
import type { Host } from './studies/follower.svelte.ts';

type Code = typeof import('./studies/followed-course.svelte.ts');

/** The course, followed by code that is fetched when somebody first asks for it: the first picture does not wait for it. */
export class CourseOnDemand implements FollowedCourse {
  readonly #host: Host;
  readonly #missed: () => void;
  readonly #fetch: () => Promise<Code>;
  #follower = $state.raw<FollowedCourse | null>(null);

  /** @param missed says that it could not be fetched */
  constructor(host: Host, missed: () => void, fetch = () => import('./studies/followed-course.svelte.ts')) {
    this.#host = host;
    this.#missed = missed;
    this.#fetch = fetch;
  }

  get known() {
    return this.#follower?.known ?? null;
  }
  get changes(): readonly Part[] {
    return this.#follower?.changes ?? [];
  }
  get running() {
    return this.#follower?.running ?? null;
  }
  get waits(): boolean {
    return this.#follower?.waits ?? false;
  }

  follow(): () => void {
    let isLeft = false;
    let leave = () => {};
    void this.#with((follower) => {
      if (!isLeft) leave = follower.follow();
    });
    return () => {
      isLeft = true;
      leave();
    };
  }

  ask(): void {
    void this.#with((follower) => follower.ask());
  }

  async #with(task: (follower: FollowedCourse) => void): Promise<void> {
    const code = await this.#fetch().catch(this.#missed);
    if (!code) return;
    this.#follower ??= new code.CourseFollower(this.#host);
    task(this.#follower);
  }
}
