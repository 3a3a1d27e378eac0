import type { ExperimentDocument } from '#experiment/document.ts';
import { parse } from '#experiment/parse.ts';
import { Laboratory } from '../../laboratory.ts';
import { type Settlement, settle } from '../../settle.ts';
import { type Course, courseOf } from '../agreement-course.ts';
import type { Bench } from '../study.ts';

type Inference = NonNullable<ExperimentDocument['inference']>;

/** The document with some settings of inference changed; another rule brings all of them. */
export const under = (document: ExperimentDocument, change: Inference): ExperimentDocument => ({
  ...document,
  inference: change.rule ? change : { ...document.inference, ...change },
});

/** The document with its target at another precision. */
export const withPrecision = (document: ExperimentDocument, precision: number): ExperimentDocument => ({
  ...document,
  network: {
    ...document.network,
    nodes: document.network.nodes.map((it) => (it.clamp?.learning === 'target' ? { ...it, precision } : it)),
  },
});

/** What the runs of a paper work with: one engine, one experiment after the other, progress of them all together. */
export class Workshop {
  readonly #bench: Pick<Bench<never>, 'engine' | 'materialOf' | 'progress'>;
  #done = 0;
  #parts = 1;

  constructor(bench: Pick<Bench<never>, 'engine' | 'materialOf' | 'progress'>) {
    this.#bench = bench;
  }

  /** So many parts of about the same length are to come. */
  expect(parts: number): void {
    this.#parts = parts;
  }

  /** How far the present part is, 0 … 1; at 1 the next begins. Rejects when nobody waits any more. */
  async progress(share: number, words: string): Promise<void> {
    await this.#bench.progress(Math.min(1, (this.#done + share) / this.#parts), words);
    if (share >= 1) this.#done++;
  }

  async open(document: ExperimentDocument): Promise<Laboratory> {
    const { value, issues } = parse(document);
    if (!value) throw new Error(issues[0]?.message ?? 'The document holds no experiment.');
    return Laboratory.open(this.#bench.engine, value, await this.#bench.materialOf(value));
  }

  /** The first rows of the document's data, at most so many. */
  rowsOf({ rows }: Laboratory, most = 32): Uint32Array {
    return Uint32Array.from({ length: Math.min(most, rows.training) }, (_, row) => row);
  }

  /** The agreement with backprop at every step of a settling of the first rows. */
  async course(document: ExperimentDocument, steps: number, words: string): Promise<Course> {
    const laboratory = await this.open(document);
    return courseOf(laboratory, this.rowsOf(laboratory), steps, (share) => this.progress(share, words));
  }

  /** Everything a settling of the first rows leaves. */
  async settle(document: ExperimentDocument, steps: number, words: string): Promise<Settlement> {
    const laboratory = await this.open(document);
    const settlement = await settle(laboratory, this.rowsOf(laboratory), steps);
    await this.progress(1, words);
    return settlement;
  }
}
