import type { Parameters } from '#core/network/network.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { wave, wavesMeet } from '#experiment/presets/papers/zero-divergence.ts';
import { learnUpdates } from '../../learn.ts';
import type { Settlement } from '../../settle.ts';
import type { Expectation } from './expectation.ts';
import { reproduction } from './paper.ts';
import { under, type Workshop } from './workshop.ts';

/** Two epochs of 256 rows in batches of 32. */
const UPDATES = 16;

interface Tried {
  readonly settlement: Settlement;
  /** Largest difference of a weight after learning by the wave and by backprop, over the largest weight. */
  readonly drift: number;
  /** Largest change of a weight while learning, likewise. */
  readonly moved: number;
}

interface Obtained {
  readonly layers: Tried;
  readonly graph: Tried;
}

async function learned(
  workshop: Workshop,
  document: ExperimentDocument,
): Promise<readonly [Parameters, Parameters]> {
  const laboratory = await workshop.open(document);
  const before = await laboratory.parameters();
  await learnUpdates(laboratory, UPDATES);
  return [before, await laboratory.parameters()];
}

function apart(a: Parameters, b: Parameters): number {
  let difference = 0;
  let size = 0;
  for (const [id, weights] of Object.entries(a.weights))
    weights.forEach((it, i) => {
      difference = Math.max(difference, Math.abs(it - b.weights[id]![i]!));
      size = Math.max(size, Math.abs(it));
    });
  return difference / size;
}

async function tried(workshop: Workshop, document: ExperimentDocument, words: string): Promise<Tried> {
  const laboratory = await workshop.open(document);
  const { settleSteps } = laboratory.experiment.inference;
  const settlement = await workshop.settle(document, settleSteps, words);
  const [before, byWave] = await learned(workshop, document);
  await workshop.progress(1, `${words}, learning`);
  const [, byBackprop] = await learned(workshop, under(document, { rule: 'backprop' }));
  await workshop.progress(1, `${words}, learning by backprop`);
  return { settlement, drift: apart(byWave, byBackprop), moved: apart(byWave, before) };
}

async function run(workshop: Workshop): Promise<Obtained> {
  workshop.expect(6);
  return {
    layers: await tried(workshop, wave.document, 'layers'),
    graph: await tried(workshop, wavesMeet.document, 'graph'),
  };
}

const ROUNDING =
  'Equal but for the order of sums: single precision has seven digits, x − μ keeps five or six of them.';

const expectationsOf = (
  name: string,
  steps: number,
  of: (obtained: Obtained) => Tried,
): readonly Expectation<Obtained>[] => [
  {
    what: `${name}, settling steps`,
    definition: 'T: connections on the longest path from the input to the output, less one.',
    expected: { value: steps, within: 0 },
    why: 'The wave starts at the output and each step takes it one level down.',
    unit: 'count',
    of: (obtained) => Object.values(of(obtained).settlement.energy)[0]!.length - 1,
  },
  {
    what: `${name}, relative error`,
    definition: 'All weights, each gradient taken when the wave passes, against backprop; 32 rows.',
    expected: { from: 0, to: 1e-5 },
    why: ROUNDING,
    unit: 'number',
    of: (obtained) => of(obtained).settlement.comparison.all!.relativeError,
  },
  {
    what: `${name}, weights after ${UPDATES} updates`,
    definition:
      'Largest difference of a weight between both ways of learning, over the largest weight; plain descent at 0.1.',
    expected: { from: 0, to: 1e-4 },
    why: `${ROUNDING} ${UPDATES} updates add up what they are off.`,
    unit: 'number',
    of: (obtained) => of(obtained).drift,
  },
  {
    what: `${name}, change by learning`,
    definition:
      'Largest change of a weight over those updates, over the largest weight: that something was learned at all.',
    expected: { from: 0.01, to: Number.POSITIVE_INFINITY },
    why: 'A hundred times what both ways may differ by.',
    unit: 'number',
    of: (obtained) => of(obtained).moved,
  },
];

export const zeroDivergence = reproduction<Obtained>({
  id: 'zero-divergence',
  title: 'Exactly backprop, by local waves',
  sources: ['song2020', 'salvatori2022'],
  question: 'Can a network of local errors do exactly what backprop does?',
  seen: 'It can, if every connection learns at the step at which the wave of errors reaches it; on graphs with shortcuts, relays make waves meet. Gradients, and weights after learning, are backprop’s to rounding.',
  differs: [
    'Small networks of ours, 2-8-8-8-1 without and with a shortcut, moons; the equality holds for any.',
  ],
  presets: [wave, wavesMeet],
  effort: 'seconds',
  run,
  expectations: [
    ...expectationsOf('Layers', 3, ({ layers }) => layers),
    ...expectationsOf('With a shortcut', 3, ({ graph }) => graph),
  ],
});
