import type { Engine, EngineKind } from '#engine/engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Material } from '../fitting-plan.ts';
import { breath } from '../frames.ts';
import { SpareEngines } from './spare-engines.ts';
import {
  type Bench,
  type Loan,
  type Running,
  Stopped,
  type Studies,
  type Study,
  type StudyEngine,
} from './study.ts';

/** Milliseconds of work after which the page gets a turn. */
const TURN = 12;

export interface BenchesHost {
  readonly openEngine: (kind: EngineKind) => Promise<Engine>;
  readonly presentKind: () => EngineKind;
  /** The page's experiment with its rows and weights, once nothing else moves them. */
  readonly present: () => Promise<Pick<Bench<never>, 'experiment' | 'material' | 'parameters' | 'rows'>>;
  readonly materialOf: (experiment: Experiment) => Promise<Material>;
}

class StudyUnderWay<Result> implements Running<Result> {
  state = $state<Running<Result>['state']>('running');
  progress = $state(0);
  words = $state('');
  result = $state.raw<Result | null>(null);
  message = $state('');
  took = $state<number | null>(null);
  over: Promise<void> = Promise.resolve();
  readonly #began = performance.now();
  #turn = performance.now();

  stop(): void {
    if (this.state === 'running') this.end('stopped');
  }

  end(state: 'done' | 'stopped' | 'failed', message = ''): void {
    if (this.state !== 'running') return;
    this.state = state;
    this.message = message;
    this.took = performance.now() - this.#began;
  }

  async report(share: number, words = ''): Promise<void> {
    if (performance.now() - this.#turn > TURN) {
      await breath();
      this.#turn = performance.now();
    }
    if (this.state !== 'running') throw new Stopped();
    this.progress = share;
    this.words = words;
  }
}

/** Engines beside the page's own, and the studies that run on them. */
export class Benches implements Studies {
  readonly #host: BenchesHost;
  readonly #spare = new SpareEngines();
  readonly #lost = new WeakSet<Engine>();

  constructor(host: BenchesHost) {
    this.#host = host;
  }

  start<Result>(study: Study<Result>, on: StudyEngine = 'cpu'): Running<Result> {
    const running = new StudyUnderWay<Result>();
    running.over = this.#follow(running, study, on);
    return running;
  }

  async #follow<Result>(
    running: StudyUnderWay<Result>,
    study: Study<Result>,
    on: StudyEngine,
  ): Promise<void> {
    try {
      const present = await this.#host.present();
      await running.report(0);
      const taken: Engine[] = [];
      const engineOf = async (kind: EngineKind): Promise<Engine> => {
        const engine = await this.#take(kind);
        if (running.state !== 'running') {
          this.#give(engine);
          throw new Stopped();
        }
        taken.push(engine);
        return engine;
      };
      try {
        const result = await study({
          ...present,
          engine: await engineOf(this.#kindFor(on)),
          engineOf,
          materialOf: (experiment) => this.#host.materialOf(experiment),
          progress: (share, words) => running.report(share, words),
          show: (part) => {
            if (running.state === 'running') running.result = part;
          },
        });
        if (running.state === 'running') running.result = result;
      } finally {
        for (const engine of taken) this.#give(engine);
      }
      running.end('done');
    } catch (error) {
      if (error instanceof Stopped) running.end('stopped');
      else running.end('failed', error instanceof Error ? error.message : String(error));
    }
  }

  async lend(count: number, on: StudyEngine = 'cpu'): Promise<Loan> {
    const { experiment, material, parameters } = await this.#host.present();
    const engines: Engine[] = [];
    const giveBack = () => {
      for (const engine of engines.splice(0)) this.#give(engine);
    };
    try {
      for (let k = 0; k < count; k++) engines.push(await this.#take(this.#kindFor(on)));
    } catch (error) {
      giveBack();
      throw error;
    }
    return { experiment, material, parameters, engines: [...engines], giveBack };
  }

  #kindFor(on: StudyEngine): EngineKind {
    return on === 'cpu' ? 'cpu' : this.#host.presentKind();
  }

  async #take(kind: EngineKind): Promise<Engine> {
    const spare = this.#spare.take(kind);
    if (spare) return spare;
    const engine = await this.#host.openEngine(kind);
    void engine.lost.then(() => {
      this.#lost.add(engine);
      this.#spare.drop(engine);
    });
    return engine;
  }

  #give(engine: Engine): void {
    if (!this.#lost.has(engine)) this.#spare.give(engine);
  }
}
