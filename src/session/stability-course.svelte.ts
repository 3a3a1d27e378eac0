import type { Parameters } from '#core/network/network.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Laboratory } from './laboratory.ts';
import type { Measured, Past } from './studies/stability-course.ts';
import type { Running, Studies } from './studies/study.ts';

/** The curvature of the energy when an epoch had ended. */
export interface StabilityRecord {
  readonly epoch: number;
  /** What learning went on under from there, η among it. */
  readonly experiment: Experiment;
  /** 2/λ_max of strict dynamics; null until it was measured. */
  readonly limit: number | null;
}

/** λ_max over training. Reactive. */
export interface StabilityCourse {
  readonly records: readonly StabilityRecord[];
  /** Why it is not measured any further; empty where nothing is wrong. */
  readonly failure: string;
  /** Measures the epochs there are, and those that end, until the function returned is called: for what draws them. */
  follow(): () => void;
}

export interface StabilityHost {
  readonly studies: () => Studies;
  /** Weights recorded after an epoch; null where they were not kept. */
  readonly weightsOf: (epoch: number) => Parameters | null;
}

export class Stability implements StabilityCourse {
  records = $state.raw<readonly StabilityRecord[]>([]);
  failure = $state('');
  readonly #host: StabilityHost;
  #views = 0;
  #running: Running<readonly Measured[]> | null = null;
  /** Of a network too large to keep every epoch of: the last one, while somebody looks. */
  #last: { readonly epoch: number; readonly parameters: Parameters } | null = null;

  constructor(host: StabilityHost) {
    this.#host = host;
  }

  /** An epoch ended; later ones belong to a future that is not to be. Only inside the queue. */
  async note(laboratory: Laboratory): Promise<void> {
    if (laboratory.batch !== 0) return;
    const { epoch, experiment } = laboratory;
    const isKept = this.#host.weightsOf(epoch) !== null;
    if (this.#views > 0 && !isKept && this.#running === null)
      this.#last = { epoch, parameters: await laboratory.parameters() };
    this.records = [...this.records.filter((it) => it.epoch < epoch), { epoch, experiment, limit: null }];
    void this.#measure();
  }

  /** The settings with which learning is to go on from the last epoch. Only inside the queue. */
  renew({ epoch, batch, experiment }: Laboratory): void {
    const last = this.records.at(-1);
    if (last?.epoch !== epoch || batch !== 0 || last.experiment === experiment) return;
    this.records = [...this.records.slice(0, -1), { epoch, experiment, limit: null }];
    void this.#measure();
  }

  follow(): () => void {
    this.#views++;
    void this.#measure();
    return () => {
      if (--this.#views === 0) this.#running?.stop();
    };
  }

  /** Of another network, or another beginning, nothing is known yet. */
  forget(): void {
    this.records = [];
    this.failure = '';
    this.#last = null;
    this.#running?.stop();
  }

  async #measure(): Promise<void> {
    if (this.#views === 0 || this.#running) return;
    const pasts = this.#unmeasured();
    if (pasts.length === 0) return;
    const running = this.#host.studies().start<readonly Measured[]>(async (bench) => {
      const { stabilityCourse } = await import('./studies/stability-course.ts');
      return stabilityCourse(pasts)({ ...bench, show: (measured) => this.#take(pasts, measured) });
    });
    this.#running = running;
    await running.over;
    this.#running = null;
    if (running.state === 'failed') this.failure = running.message;
    else void this.#measure();
  }

  #unmeasured(): readonly Past[] {
    return this.records.flatMap(({ epoch, experiment, limit }) => {
      if (limit !== null) return [];
      const parameters =
        this.#host.weightsOf(epoch) ?? (this.#last?.epoch === epoch ? this.#last.parameters : null);
      return parameters ? [{ epoch, experiment, parameters }] : [];
    });
  }

  /** Only for the records that were asked about: others may stand for the same epochs by now. */
  #take(pasts: readonly Past[], measured: readonly Measured[]): void {
    const limits = new Map(measured.map((it) => [it.epoch, it.limit]));
    const asked = new Map(pasts.map((it) => [it.epoch, it]));
    this.records = this.records.map((it) => {
      const limit = limits.get(it.epoch);
      const past = asked.get(it.epoch);
      if (limit === undefined || past?.experiment !== it.experiment) return it;
      const isSame =
        past.parameters === this.#host.weightsOf(it.epoch) || past.parameters === this.#last?.parameters;
      return isSame ? { ...it, limit } : it;
    });
  }
}
