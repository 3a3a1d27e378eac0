import { countParameters } from '#core/network/check.ts';
import type { Engine } from '#engine/engine.ts';
import { setRule } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { epochRecord } from './epoch-record.ts';
import type { Material } from './fitting-plan.ts';
import type { EpochRecord, Landscape } from './frame.ts';
import { Laboratory } from './laboratory.ts';
import { landscapeOf } from './landscape.ts';
import { learnUpdates } from './learn.ts';
import { Queue } from './queue.ts';
import { thinned } from './thinned.ts';
import { MOST_RECORDS } from './trainer.svelte.ts';

/** What learns beside the page's rule without being felt. */
const MOST_PARAMETERS = 20_000;
const MOST_ROWS = 2_000;
/** Pictures of its answer that are kept, some 20 kB each. */
const MOST_LANDSCAPES = 200;

/**
 * Backprop from the same weights on the same batches, on an engine of its own beside the page's rule. Only where the
 * comparison is fair: from the beginning, with nothing edited since.
 */
export class Rival {
  records = $state.raw<readonly EpochRecord[]>([]);
  /** Its answer over the input plane after every epoch, where there is such a picture. */
  landscapes = $state.raw<ReadonlyMap<number, Landscape>>(new Map());
  readonly #openEngine: () => Promise<Engine>;
  readonly #queue = new Queue();
  #engine: Engine | null = null;
  #laboratory: Laboratory | null = null;
  /** What to start from when first asked to follow; null where there is no fair comparison. */
  #start: { experiment: Experiment; material: Material } | null = null;

  constructor(openEngine: () => Promise<Engine>) {
    this.#openEngine = openEngine;
  }

  /** The page's rule stands at its beginning. */
  begin(experiment: Experiment, material: Material): void {
    this.drop();
    const isBackprop = experiment.inference.rule === 'backprop';
    const isLarge = countParameters(experiment.network) > MOST_PARAMETERS || material.rows.count > MOST_ROWS;
    if (!isBackprop && !isLarge) this.#start = { experiment, material };
  }

  /** Something changed: from here on the two would not be alike. */
  drop(): void {
    this.#start = null;
    this.#laboratory = null;
    this.records = [];
    this.landscapes = new Map();
  }

  /** Learns up to the end of an epoch, in its own time. What fails only leaves the comparison out. */
  follow(epoch: number): void {
    const start = this.#start;
    if (!start) return;
    this.#queue
      .run(async () => {
        if (start !== this.#start) return;
        const laboratory = await this.#opened(start.experiment, start.material);
        while (laboratory.epoch < epoch && start === this.#start) {
          const { diverged } = await learnUpdates(laboratory, laboratory.batches - laboratory.batch);
          if (diverged) return;
          const record = await epochRecord(laboratory);
          if (start !== this.#start) return;
          this.records = thinned([...this.records, record], MOST_RECORDS, (it) => it.epoch);
          await this.#draw(laboratory);
        }
      })
      .catch(() => {
        // Whatever failed, the next comparison begins on an engine that works.
        this.#engine?.dispose();
        this.#engine = null;
        this.drop();
      });
  }

  async #draw(laboratory: Laboratory): Promise<void> {
    const start = this.#start;
    const landscape = await landscapeOf(laboratory);
    if (landscape && start === this.#start)
      this.landscapes = new Map(
        thinned([...this.landscapes, [laboratory.epoch, landscape]], MOST_LANDSCAPES, ([epoch]) => epoch),
      );
  }

  async #opened(experiment: Experiment, material: Material): Promise<Laboratory> {
    if (this.#laboratory) return this.#laboratory;
    this.#engine ??= await this.#openEngine();
    const laboratory = await Laboratory.open(
      this.#engine,
      setRule(experiment, 'backprop').experiment,
      material,
    );
    this.#laboratory = laboratory;
    this.records = [await epochRecord(laboratory)];
    await this.#draw(laboratory);
    return laboratory;
  }
}
