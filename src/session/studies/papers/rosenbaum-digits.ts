import { DIGITS_BATCH, digitsFixed, digitsStrict } from '#experiment/presets/papers/rosenbaum.ts';
import type { Expectation } from './expectation.ts';
import { lawOf } from './laws.ts';
import { type Curve, type Plot, reproduction } from './paper.ts';
import { type Figures, sparseTimes, type Track, track } from './track.ts';
import { under, type Workshop, withPrecision } from './workshop.ts';

const RATES = [0.1, 0.2, 0.5, 1] as const;
const LAYERS = [1, 2, 3, 4, 5] as const;
const below = (layer: number) => LAYERS.length - layer;
/** Images whose gradients are averaged: the batch of the paper says only how precise the output is. */
const IMAGES = 32;
/** Iterations in the paper’s figures. */
const FIXED_STEPS = 200;
const STRICT_STEPS = 400;

const times = (last: number) => [...new Set([...sparseTimes(last), 10, 100, last])].sort((a, b) => a - b);

interface Obtained {
  /** One for every η. */
  readonly fixed: readonly Track[];
  readonly strict: readonly Track[];
  /** Strict at η = 0.1 with an output precision of 1. */
  readonly loud: Track;
}

async function run(workshop: Workshop): Promise<Obtained> {
  workshop.expect(2 * RATES.length + 1);
  const fixed: Track[] = [];
  const strict: Track[] = [];
  for (const rate of RATES) {
    const words = `η = ${rate}`;
    const frozen = under(digitsFixed.document, { inferenceRate: rate });
    const live = under(digitsStrict.document, { inferenceRate: rate });
    fixed.push(
      await track(workshop, frozen, {
        samples: IMAGES,
        times: times(FIXED_STEPS),
        words: `fixed prediction, ${words}`,
      }),
    );
    strict.push(
      await track(workshop, live, { samples: IMAGES, times: times(STRICT_STEPS), words: `strict, ${words}` }),
    );
  }
  const loud = await track(workshop, withPrecision(digitsStrict.document, 1), {
    samples: IMAGES,
    times: times(STRICT_STEPS),
    words: 'strict, π = 1',
  });
  return { fixed, strict, loud };
}

const at = ({ times, all }: Track, t: number, what: keyof Figures): number => all[what][times.indexOf(t)]!;

function farthestFromLaw({ fixed }: Obtained): number {
  const distances = fixed.flatMap(({ experiment, times, connections }) => {
    const law = lawOf(experiment, FIXED_STEPS);
    return LAYERS.flatMap((layer) =>
      times.map((t, k) =>
        t < below(layer)
          ? 0
          : Math.abs(connections[`w${layer}`]!.relativeError[k]! - (1 - law.get(`x${layer}`)![t]!)),
      ),
    );
  });
  return Math.max(...distances);
}

const expectations: readonly Expectation<Obtained>[] = [
  {
    what: 'Fixed prediction, distance from the law',
    definition: `Largest difference of relative errors from 1 − P[Binomial(t, η) ≥ k]: five layers, η of ${RATES.join(', ')}, t up to ${FIXED_STEPS}.`,
    expected: { from: 0, to: 0.005 },
    why: 'The law is exact. A loss averaged over 300 images makes errors so small that single precision knows them to some thousandths.',
    unit: 'number',
    of: farthestFromLaw,
  },
  {
    what: 'Fixed prediction, relative error, t = 100',
    definition: 'All weights together at η = 0.1.',
    expected: { from: 0, to: 0.01 },
    why: 'Rosenbaum reports less than 0.01 within 100 to 400 iterations; the law gives at most 0.0078.',
    unit: 'number',
    of: ({ fixed }) => at(fixed[0]!, 100, 'relativeError'),
  },
  {
    what: 'Fixed prediction, angle, t = 100',
    definition: 'All weights together at η = 0.1.',
    expected: { from: 0, to: 10 },
    why: 'Rosenbaum reports less than 10° within 100 to 400 iterations.',
    unit: 'degrees',
    of: ({ fixed }) => at(fixed[0]!, 100, 'angleDegrees'),
  },
  {
    what: 'Strict, relative error, t = 400',
    definition: `All weights together at η = 0.1, squared error, π = 2/(${DIGITS_BATCH} · 10).`,
    expected: { from: 0.01, to: 1 },
    why: 'Strict settling is as slow as the network’s slowest mode: at t = 400 it is still on its way, above the 0.01 that fixed prediction passes by t = 100; and where it would rest, an error of order π remains.',
    unit: 'number',
    of: ({ strict }) => at(strict[0]!, STRICT_STEPS, 'relativeError'),
  },
  {
    what: 'What averaging the loss hides',
    definition: `Angle of strict at t = 400, η = 0.1, as a share of the angle with an output precision of 1 instead of 2/(${DIGITS_BATCH} · 10).`,
    expected: { from: 0, to: 0.5 },
    why: 'The angle shrinks with π, and a squared error that is a mean over batch and outputs is a precision of 2 over both. Half is a bound, not a law.',
    unit: 'number',
    of: ({ strict, loud }) =>
      at(strict[0]!, STRICT_STEPS, 'angleDegrees') / at(loud, STRICT_STEPS, 'angleDegrees'),
  },
  {
    what: 'Strict with a full step, t = 10',
    definition: 'Relative error of all weights at η = 1.',
    expected: { from: 10, to: Number.POSITIVE_INFINITY },
    why: 'The limit 2/λ_max is below 1, since λ_max > 2 as soon as a layer stretches anything; the paper’s axis ends at 10 there.',
    unit: 'number',
    of: ({ strict }) => at(strict[3]!, 10, 'relativeError'),
  },
];

const curves = ({ experiment, times, connections }: Track, what: keyof Figures, hasLaw: boolean): Curve[] => {
  const law = hasLaw ? lawOf(experiment, FIXED_STEPS) : null;
  return LAYERS.flatMap((layer): Curve[] => {
    const label = `layer ${layer}`;
    const curve = { label, layer, isTheory: false, x: times, y: connections[`w${layer}`]![what] };
    const share = law?.get(`x${layer}`);
    return share
      ? [curve, { label, layer, isTheory: true, x: times, y: times.map((t) => 1 - share[t]!) }]
      : [curve];
  });
};

const updates = { label: 'updates t', scale: 'log', from: 1 } as const;
const facets = (of: (i: number) => Curve[]) =>
  RATES.map((rate, i) => ({ title: `η = ${rate}`, curves: of(i) }));

const plots = ({ fixed, strict }: Obtained): Plot[] => [
  {
    title: 'Fixed prediction: relative error',
    caption: 'Solid: obtained, layer 5 at the output. Dashed: 1 − P[Binomial(t, η) ≥ k].',
    x: updates,
    y: { label: '‖g − b‖ / ‖b‖', scale: 'linear', from: 0, to: 1 },
    facets: facets((i) => curves(fixed[i]!, 'relativeError', true)),
  },
  {
    title: 'Strict: relative error',
    caption:
      'Slow: after 400 updates it is still on its way at η = 0.1. Beyond the stability limit it explodes. Cut off at 2.',
    x: updates,
    y: { label: '‖g − b‖ / ‖b‖', scale: 'linear', from: 0, to: 2 },
    facets: facets((i) => curves(strict[i]!, 'relativeError', false)),
  },
  {
    title: 'Strict: angle to backprop',
    caption: 'The loss is a mean over images and outputs: with so weak an output, directions stay close.',
    x: updates,
    y: { label: 'degrees', scale: 'linear', from: 0, to: 120 },
    facets: facets((i) => curves(strict[i]!, 'angleDegrees', false)),
  },
];

export const rosenbaumDigits = reproduction<Obtained>({
  id: 'rosenbaum-digits',
  title: 'Relative error and angle over iterations, digits',
  sources: ['rosenbaum2022', 'torch2pc', 'mnist'],
  question: 'Does the same hold for five layers that read handwritten digits?',
  seen: 'The law holds layer by layer: below 0.01 after 100 iterations. Strict is slower, and stable only at small η; that it comes close at all is the hidden precision of a loss averaged over 300 images and ten outputs.',
  differs: [
    'The paper’s two convolutional layers are dense here, 784-64-64-50-30-10, until convolutions exist on this page; dense layers, ReLU, batch size and η are the paper’s.',
    'Weights are random; the paper’s are trained. The law does not depend on them.',
    `Gradients are means over the first ${IMAGES} images; the losses are the paper’s, cross entropy for fixed prediction and squared error for strict.`,
    'The paper’s notebook for strict takes presynaptic activity from the forward pass; here it is the settled activity that learning uses.',
  ],
  presets: [digitsFixed, digitsStrict],
  effort: 'a minute',
  run,
  expectations,
  plots,
});
