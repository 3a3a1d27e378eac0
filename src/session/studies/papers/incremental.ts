import type { Parameters } from '#core/network/network.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { incrementalUpdates } from '#experiment/presets/papers/incremental.ts';
import { learnEpochs } from '../../learn.ts';
import type { Expectation } from './expectation.ts';
import { reproduction } from './paper.ts';
import { under, type Workshop } from './workshop.ts';

const { document } = incrementalUpdates;
const EPOCHS = 15;

interface Learned {
  readonly loss: readonly number[];
  readonly accuracy: readonly number[];
}

interface Obtained {
  readonly incremental: Learned;
  readonly strict: Learned;
  /** Largest change of a weight by one batch at T = 1, layer by layer. */
  readonly firstStep: readonly number[];
  /** Relative error of the output layer’s change by that batch, against backprop’s. */
  readonly outputError: number;
}

async function learned(workshop: Workshop, on: ExperimentDocument, words: string): Promise<Learned> {
  const laboratory = await workshop.open(on);
  const rows = workshop.rowsOf(laboratory, laboratory.rows.training);
  const outcomes = [await laboratory.evaluate(rows)];
  await learnEpochs(laboratory, EPOCHS, {}, async (outcome) => {
    outcomes.push(outcome);
    await workshop.progress(Math.min(0.999, outcomes.length / (EPOCHS + 1)), words);
  });
  await workshop.progress(1, words);
  return { loss: outcomes.map((it) => it.loss), accuracy: outcomes.map((it) => it.accuracy!) };
}

/** What one batch changes in each layer’s weights. */
async function changes(workshop: Workshop, on: ExperimentDocument): Promise<Parameters['weights']> {
  const laboratory = await workshop.open(on);
  const before = await laboratory.parameters();
  laboratory.learn([workshop.rowsOf(laboratory)]);
  const { weights } = await laboratory.parameters();
  return Object.fromEntries(
    Object.entries(weights).map(([id, it]) => [id, it.map((w, i) => w - before.weights[id]![i]!)]),
  );
}

async function run(workshop: Workshop): Promise<Obtained> {
  workshop.expect(2);
  const byStep = await changes(workshop, under(document, { settleSteps: 1 }));
  const byBackprop = await changes(workshop, under(document, { rule: 'backprop' }));
  const size = (values: Iterable<number>) => Math.hypot(...values);
  const incremental = await learned(workshop, document, 'incremental');
  const strict = await learned(
    workshop,
    under(document, { ...document.inference, rule: 'strict' }),
    'strict',
  );
  return {
    incremental,
    strict,
    firstStep: Object.values(byStep).map((it) => Math.max(...it.map(Math.abs))),
    outputError: size(byStep.w3!.map((it, i) => it - byBackprop.w3![i]!)) / size(byBackprop.w3!),
  };
}

const expectations: readonly Expectation<Obtained>[] = [
  {
    what: 'First step, layers that do not learn',
    definition: 'Layers whose weights one batch at T = 1 leaves exactly as they were.',
    expected: { value: 2, within: 0 },
    why: 'From the forward pass only the output has an error, and the first update is taken before anything moves.',
    unit: 'count',
    of: ({ firstStep }) => firstStep.filter((it) => it === 0).length,
  },
  {
    what: 'First step, output layer',
    definition:
      'Relative error of its change against that by backprop, plain descent from the same weights and rows.',
    expected: { from: 0, to: 1e-4 },
    why: 'Its error and its activity are still those of the forward pass; the difference of weights is known to some digits.',
    unit: 'number',
    of: ({ outputError }) => outputError,
  },
  {
    what: 'It learns',
    definition: `Accuracy on circle after ${EPOCHS} epochs; guessing gives 50 %.`,
    expected: { from: 0.9, to: 1 },
    why: 'The paper reports that it trains stably; nine in ten is our bar, on a set that every rule here can learn.',
    unit: 'percent',
    of: ({ incremental }) => incremental.accuracy.at(-1)!,
  },
  {
    what: 'Sooner than strict, on the same rows',
    definition: `Loss after one epoch, over that of strict with the same settings, which makes one update a batch where incremental makes T = 20.`,
    expected: { from: 0, to: 1 },
    why: 'The paper reports that it needs fewer passes over the data. A bound; how much less depends on the learning rate.',
    unit: 'number',
    of: ({ incremental, strict }) => incremental.loss[1]! / strict.loss[1]!,
  },
];

export const ipc = reproduction<Obtained>({
  id: 'incremental-updates',
  title: 'Learning at every step',
  sources: ['salvatori2024'],
  question: 'Must synapses wait until the network has settled?',
  seen: 'No: changing them at every step learns as well, and with the same rate sooner per pass over the data, at the price of T weight updates a batch.',
  differs: [
    'A small network of ours, 2-8-8-1 on circle with plain descent. The paper’s benchmarks (images, language) are not reproduced.',
  ],
  presets: [incrementalUpdates],
  effort: 'seconds',
  run,
  expectations,
  plots: ({ incremental, strict }) => [
    {
      title: 'Loss while learning',
      caption: `Mean loss on the training rows after each epoch; same network, seed, rate and batches.`,
      x: { label: 'epochs', scale: 'linear' },
      y: { label: 'loss', scale: 'log' },
      facets: [
        {
          title: 'circle, 2-8-8-1',
          curves: [incremental, strict].map((it, k) => ({
            label: ['incremental', 'strict'][k]!,
            layer: k + 1,
            isTheory: false,
            x: it.loss.map((_, epoch) => epoch),
            y: it.loss,
          })),
        },
      ],
    },
  ],
});
