import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { materialOf } from '#session/material.ts';
import type { Loan, Studies } from '#session/studies/study.ts';
import { Pair } from '#session/studies/twins/pair.ts';
import { settingsOf, type TwinSettings } from '#session/studies/twins/twin.ts';
import { lesson } from './lesson.ts';
import { Draw, understood } from './scenarios.ts';

/** Two hidden layers; 13 rows in batches of 4, three of them for the test. */
export const lessonFor = (settings: Partial<ExperimentDocument> = {}): ExperimentDocument =>
  lesson(new Draw(3, 'twins'), { rows: 13, split: { split: 10 / 13 }, seed: 8, ...settings });

/**
 * Song and colleagues' network: two weights of 1 to a hidden unit's two outputs, the second of which is right. The
 * mirrored row asks the same of every weight and the opposite of every bias, so that biases stay at 0 as in the paper.
 */
export const prospective: ExperimentDocument = {
  version: 1,
  network: {
    nodes: [
      { id: 'x', units: 1, clamp: { learning: 'input', testing: 'input' } },
      { id: 'h', units: 1, activation: 'identity' },
      { id: 'y', units: 2, clamp: { learning: 'target', testing: 'free' } },
    ],
    connections: [
      { id: 'A', from: 'x', to: 'h' },
      { id: 'B', from: 'h', to: 'y' },
    ],
  },
  parameters: { weights: { A: [[1]], B: [[1], [1]] } },
  data: {
    name: 'rows',
    inputs: [[1], [-1]],
    targets: [
      [0, 1],
      [0, -1],
    ],
  },
  inference: { rule: 'strict', inferenceRate: 0.2, settleSteps: 400 },
  learning: { optimizer: 'sgd', learningRate: 0.2, batchSize: 2 },
};

export const noFiles = (): Promise<never> => Promise.reject(new Error('these scenarios need no file'));

/** Two runs of a document in float64, each differing from it as said. */
export async function openPair(
  document: ExperimentDocument,
  first: Partial<TwinSettings>,
  second: Partial<TwinSettings>,
  precision: 'float32' | 'float64' = 'float64',
): Promise<Pair> {
  const experiment = understood(document);
  const own = settingsOf(experiment);
  return Pair.open(
    [new CpuEngine(precision), new CpuEngine(precision)],
    experiment,
    await materialOf(experiment, noFiles),
    [
      { ...own, ...first },
      { ...own, ...second },
    ],
  );
}

/** What lends engines beside a page that shows a document; `lent` counts those not yet given back. */
export class Lender implements Studies {
  lent = 0;
  readonly #document: ExperimentDocument;

  constructor(document: ExperimentDocument) {
    this.#document = document;
  }

  start(): never {
    throw new Error('nothing is started here');
  }

  async lend(count: number): Promise<Loan> {
    const experiment = understood(this.#document);
    const material = await materialOf(experiment, noFiles);
    this.lent += count;
    return {
      experiment,
      material,
      parameters: { weights: {}, biases: {} },
      engines: Array.from({ length: count }, () => new CpuEngine('float64')),
      giveBack: () => {
        this.lent -= count;
      },
    };
  }
}
