import { toyFixed, toyStrict } from '#experiment/presets/papers/rosenbaum.ts';
import type { Settlement } from '../../settle.ts';
import type { AgreementTrace, Course } from '../agreement-course.ts';
import type { Expectation } from './expectation.ts';
import { lawOf } from './laws.ts';
import { type Curve, type Plot, reproduction } from './paper.ts';
import { released } from './totals.ts';
import { under, type Workshop, withPrecision } from './workshop.ts';

const RATES = [0.1, 0.2, 0.5, 1] as const;
const PRECISIONS = [1, 0.1, 0.01] as const;
const LAYERS = [1, 2, 3] as const;
const below = (layer: number) => LAYERS.length - layer;
const FIXED_STEPS = 200;
const STRICT_STEPS = 400;
/** Long enough to be at rest at η = 0.1. */
const REST = 1000;

interface Obtained {
  /** One for every η. */
  readonly fixed: readonly Course[];
  readonly strict: readonly Course[];
  /** Strict, at rest, one for every output precision. */
  readonly rested: readonly Settlement[];
}

async function run(workshop: Workshop): Promise<Obtained> {
  workshop.expect(2 * RATES.length + PRECISIONS.length);
  const fixed: Course[] = [];
  const strict: Course[] = [];
  for (const rate of RATES) {
    const changed = { inferenceRate: rate };
    const words = `η = ${rate}`;
    fixed.push(
      await workshop.course(under(toyFixed.document, changed), FIXED_STEPS, `fixed prediction, ${words}`),
    );
    strict.push(await workshop.course(under(toyStrict.document, changed), STRICT_STEPS, `strict, ${words}`));
  }
  const rested: Settlement[] = [];
  for (const precision of PRECISIONS) {
    const document = under(withPrecision(toyStrict.document, precision), { settleSteps: REST });
    rested.push(await workshop.settle(document, REST, `strict, π = ${precision}`));
  }
  return { fixed, strict, rested };
}

/** The largest distance of a layer’s relative error from the law, over all η, layers and times. */
function farthestFromLaw({ fixed }: Obtained): number {
  const distances = fixed.flatMap(({ experiment, connections }) => {
    const law = lawOf(experiment, FIXED_STEPS);
    return LAYERS.flatMap((layer) =>
      // Before anything has arrived there is no gradient to compare.
      Array.from(connections[`w${layer}`]!.relativeError, (it, t) =>
        t < below(layer) ? 0 : Math.abs(it - (1 - law.get(`x${layer}`)![t]!)),
      ),
    );
  });
  return Math.max(...distances);
}

/** The largest angle of a layer from the moment its error arrives. */
const largestAngle = ({ fixed }: Obtained): number =>
  Math.max(
    ...fixed.flatMap(({ connections }) =>
      LAYERS.flatMap((layer) => Array.from(connections[`w${layer}`]!.angleDegrees.subarray(below(layer)))),
    ),
  );

const worstCosine = ({ comparison }: Settlement): number =>
  Math.min(
    ...Object.values(comparison.connections).map((it) =>
      Math.cos(((it?.angleDegrees ?? Number.NaN) * Math.PI) / 180),
    ),
  );

const REFERENCE =
  'Two independent references in double precision (automatic differentiation, and by hand) agree on it';

const atPrecision: readonly (readonly [released: number, within: number, cosine: number, close: number])[] = [
  [0.62, 0.01, -0.03, 0.01],
  [0.14, 0.01, 0.94, 0.01],
  [0.016, 0.001, 0.999, 0.001],
];

const expectations: readonly Expectation<Obtained>[] = [
  {
    what: 'Fixed prediction, distance from the law',
    definition: `Largest difference of relative errors from 1 − P[Binomial(t, η) ≥ k]: every layer, η of ${RATES.join(', ')}, t up to ${FIXED_STEPS}.`,
    expected: { from: 0, to: 1e-4 },
    why: 'The binomial law is exact; single precision leaves about 10⁻⁶ of x in errors of order 0.1.',
    unit: 'number',
    of: farthestFromLaw,
  },
  {
    what: 'Fixed prediction, layer 1, t = 40',
    definition: 'Relative error of the first layer’s gradient at η = 0.1.',
    expected: { value: 0.0805, within: 1e-4 },
    why: '1 − P[Binomial(40, 0.1) ≥ 2], to four digits.',
    unit: 'number',
    of: ({ fixed }) => fixed[0]!.connections.w1!.relativeError[40]!,
  },
  {
    what: 'Fixed prediction, angle of each layer',
    definition: 'Largest angle to backprop in any layer, once its error has arrived, all η and t.',
    expected: { from: 0, to: 0.02 },
    why: 'One factor scales a whole layer, so no layer turns; what single precision leaves.',
    unit: 'degrees',
    of: largestAngle,
  },
  {
    what: 'Fixed prediction, all weights, t = 100',
    definition: 'Relative error of all gradients together at η = 0.1.',
    expected: { from: 0, to: 0.01 },
    why: 'Rosenbaum reports less than 0.01 within 100 to 400 iterations; by the law it is the first layer’s lag.',
    unit: 'number',
    of: ({ fixed }) => fixed[0]!.all.relativeError[100]!,
  },
  {
    what: 'Strict, relative error, t = 400',
    definition: 'All weights together at η = 0.1, output precision 1.',
    expected: { value: 0.7946, within: 0.001 },
    why: `${REFERENCE}. It does not go to zero.`,
    unit: 'number',
    of: ({ strict }) => strict[0]!.all.relativeError[400]!,
  },
  {
    what: 'Strict, angle, t = 400',
    definition: 'All weights together at η = 0.1, output precision 1.',
    expected: { value: 49.375, within: 0.05 },
    why: `${REFERENCE}.`,
    unit: 'degrees',
    of: ({ strict }) => strict[0]!.all.angleDegrees[400]!,
  },
  {
    what: 'Strict, largest stable η',
    definition: '2/λ_max of the curvature of F at the start, over the worst of the 8 rows.',
    expected: { value: 0.4938, within: 0.005 },
    why: `${REFERENCE}. The paper’s larger η, 0.5 and 1, lie beyond: there strict settling does not come to rest.`,
    unit: 'number',
    of: ({ rested }) => rested[0]!.stability.limit,
  },
  ...PRECISIONS.flatMap((precision, i): Expectation<Obtained>[] => {
    const [share, within, cosine, close] = atPrecision[i]!;
    return [
      {
        what: `Strict, energy released, π = ${precision}`,
        definition: `1 − F*/loss after ${REST} steps at η = 0.1, at an output precision of ${precision}.`,
        expected: { value: share, within },
        why: `${REFERENCE}, to two digits.`,
        unit: 'percent',
        of: ({ rested }) => released(rested[i]!),
      },
      {
        what: `Strict, worst layer’s cosine, π = ${precision}`,
        definition: `Least cosine of a layer’s gradient with backprop’s, at rest, output precision ${precision}.`,
        expected: { value: cosine, within: close },
        why: `${REFERENCE}, to two or three digits.`,
        unit: 'number',
        of: ({ rested }) => worstCosine(rested[i]!),
      },
    ];
  }),
];

const layersOf = (
  course: Course,
  what: keyof AgreementTrace,
  law: (layer: number) => ArrayLike<number> | null,
): Curve[] =>
  LAYERS.flatMap((layer) => {
    const y = course.connections[`w${layer}`]![what];
    const x = Array.from(y, (_, t) => t);
    const theory = law(layer);
    const label = `layer ${layer}`;
    const curve: Curve = { label, layer, isTheory: false, x, y };
    return theory ? [curve, { label, layer, isTheory: true, x, y: theory }] : [curve];
  });

const updates = { label: 'updates t', scale: 'log', from: 1 } as const;

const plots = ({ fixed, strict }: Obtained): Plot[] => [
  {
    title: 'Fixed prediction: relative error',
    caption:
      'Solid: obtained, a line per layer. Dashed: 1 − P[Binomial(t, η) ≥ k]. Every layer falls to rounding.',
    x: updates,
    y: { label: '‖g − b‖ / ‖b‖', scale: 'linear', from: 0, to: 1 },
    facets: RATES.map((rate, i) => {
      const law = lawOf(fixed[i]!.experiment, FIXED_STEPS);
      return {
        title: `η = ${rate}`,
        curves: layersOf(fixed[i]!, 'relativeError', (layer) => law.get(`x${layer}`)!.map((it) => 1 - it)),
      };
    }),
  },
  {
    title: 'Strict: relative error',
    caption:
      'It settles above zero where it settles at all: η = 0.5 and 1 lie beyond the limit. Cut off at 2.',
    x: updates,
    y: { label: '‖g − b‖ / ‖b‖', scale: 'linear', from: 0, to: 2 },
    facets: RATES.map((rate, i) => ({
      title: `η = ${rate}`,
      curves: layersOf(strict[i]!, 'relativeError', () => null),
    })),
  },
  {
    title: 'Strict: angle to backprop',
    caption: 'Directions turn away from backprop’s as the network settles, most at the output.',
    x: updates,
    y: { label: 'degrees', scale: 'linear', from: 0, to: 120 },
    facets: RATES.map((rate, i) => ({
      title: `η = ${rate}`,
      curves: layersOf(strict[i]!, 'angleDegrees', () => null),
    })),
  },
];

export const rosenbaumToy = reproduction<Obtained>({
  id: 'rosenbaum-toy',
  title: 'Relative error and angle over iterations, small network',
  sources: ['rosenbaum2022'],
  question: 'Which form of predictive coding becomes backprop when it iterates longer?',
  seen: 'With fixed predictions the relative error falls as the binomial law says and no layer turns. Strict predictive coding comes to rest away from backprop, unless the output’s precision is small.',
  differs: [
    'The paper’s figure is of a convolutional network on MNIST, after training; this is 2-8-8-1 with given random weights and 8 rows.',
    'The paper’s losses are means over a batch, which is a small output precision; here it is 1, and then set to 0.1 and 0.01.',
    'The paper’s notebook for strict takes presynaptic activity from the forward pass; here it is the settled activity that learning uses.',
  ],
  presets: [toyFixed, toyStrict],
  effort: 'seconds',
  run,
  expectations,
  plots,
});
