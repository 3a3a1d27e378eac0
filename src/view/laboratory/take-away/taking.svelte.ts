import type { Taken } from '#experiment/export/taken.ts';
import { type Basis, basisOf, changesSince } from '#session/basis.ts';
import type { Session } from '#session/session.ts';
import { stampOf } from '#session/stamp.ts';
import { Inquiry } from '#session/studies/inquiry.svelte.ts';
import type { Running } from '#session/studies/study.ts';
import { takeAway } from '#session/studies/take-away/take-away.ts';

type Source = Pick<Session, 'experiment' | 'frame' | 'studies' | 'parameters'>;

/** The experiment written down as it is at a moment, and written down anew when the page goes on. */
export class Taking {
  #inquiry = $state.raw<Inquiry<Taken> | null>(null);
  readonly #session: Source;

  constructor(session: Source) {
    this.#session = session;
  }

  get running(): Running<Taken> | null {
    return this.#inquiry?.running ?? null;
  }

  #isOf(now: Basis): boolean {
    return this.#inquiry !== null && changesSince(this.#inquiry.of, now, []).length === 0;
  }

  /** Whether what was asked for is what the page shows. */
  get isCurrent(): boolean {
    return this.#isOf(basisOf(this.#session));
  }

  /** Of the page as it is; null while it is being written, or where that failed. */
  get taken(): Taken | null {
    return this.isCurrent && this.running?.state === 'done' ? this.running.result : null;
  }

  begin(): Running<Taken> {
    this.stop();
    this.#inquiry = new Inquiry<Taken>(this.#session, (bench) => takeAway(bench), 'present');
    return this.#inquiry.running;
  }

  stop(): void {
    this.running?.stop();
  }

  /** With the weights as they are at this moment, also where nothing on screen tells yet that they moved; null where that failed. */
  async current(): Promise<Taken | null> {
    const stamp = stampOf(await this.#session.parameters());
    const { taken } = this;
    if (taken && this.#isOf({ ...basisOf(this.#session), stamp })) return taken;
    const running = this.begin();
    await running.over;
    return running.state === 'done' ? running.result : null;
  }
}
