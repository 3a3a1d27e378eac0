import type { Parameters } from '#core/network/network.ts';
import type { Taken } from '#experiment/export/taken.ts';
import type { Session } from '#session/session.ts';
import type { Running } from '#session/studies/study.ts';
import { takeAway } from '#session/studies/take-away/take-away.ts';

type Source = Pick<Session, 'experiment' | 'training' | 'epochs' | 'frame' | 'studies' | 'parameters'>;

const isSame = (a: Parameters, b: Parameters): boolean => {
  const equal = (one: Parameters['weights'], other: Parameters['weights']) =>
    Object.entries(one).every(
      ([id, numbers]) =>
        numbers.length === other[id]?.length && numbers.every((it, i) => it === other[id]![i]),
    );
  return equal(a.weights, b.weights) && equal(a.biases, b.biases);
};

/** The experiment written down as it is at a moment, and written down anew when the page goes on. */
export class Taking {
  running = $state.raw<Running<Taken> | null>(null);
  #key = $state('');
  #of = $state.raw<unknown>(null);
  readonly #session: Source;

  constructor(session: Source) {
    this.#session = session;
  }

  /** What, when it changes, makes what was written down another experiment's. */
  get #present(): string {
    const { training, epochs, frame } = this.#session;
    return [training.epoch, training.batch, epochs.shown, frame?.sample].join(' ');
  }

  /** Whether what was asked for is what the page shows. */
  get isCurrent(): boolean {
    return this.running !== null && this.#of === this.#session.experiment && this.#key === this.#present;
  }

  /** Of the page as it is; null while it is being written, or where that failed. */
  get taken(): Taken | null {
    return this.isCurrent && this.running?.state === 'done' ? this.running.result : null;
  }

  begin(): Running<Taken> {
    this.running?.stop();
    this.#of = this.#session.experiment;
    this.#key = this.#present;
    const running = this.#session.studies.start<Taken>((bench) => takeAway(bench), 'present');
    this.running = running;
    return running;
  }

  stop(): void {
    this.running?.stop();
  }

  /** With the weights as they are at this moment, also where they were changed by hand; null where that failed. */
  async current(): Promise<Taken | null> {
    const { taken } = this;
    if (taken && isSame(taken.parameters, await this.#session.parameters())) return taken;
    const running = this.begin();
    await running.over;
    return running.state === 'done' ? running.result : null;
  }
}
