import { TORCH_ITERATIONS, torchDefaults } from '#experiment/presets/papers/torch-defaults.ts';
import type { Course } from '../agreement-course.ts';
import type { Expectation } from './expectation.ts';
import { lawOf } from './laws.ts';
import { type Curve, reproduction } from './paper.ts';
import { under, type Workshop } from './workshop.ts';

const { document } = torchDefaults;
const LAYERS = [1, 2, 3, 4, 5] as const;
const below = (layer: number) => LAYERS.length - layer;
const STEPS = 120;

interface Obtained {
  readonly slow: Course;
  readonly twice: Course;
  readonly full: Course;
}

async function run(workshop: Workshop): Promise<Obtained> {
  workshop.expect(3);
  const course = (inferenceRate: number) =>
    workshop.course(under(document, { inferenceRate }), STEPS, `η = ${inferenceRate}`);
  return { slow: await course(0.1), twice: await course(0.2), full: await course(1) };
}

/** Updates until a layer’s relative error is at most a hundredth; NaN where it never is. */
function updatesToOnePercent({ connections }: Course, layer: number): number {
  const at = connections[`w${layer}`]!.relativeError.findIndex((it) => it <= 0.01);
  return at < 0 ? Number.NaN : at;
}

const ratios = [0.115, 0.2946, 0.5797, 0.8649, 1];
const counts = [
  { rate: 0.1, of: 'slow', updates: [44, 64, 81, 97] },
  { rate: 0.2, of: 'twice', updates: [21, 31, 39, 47] },
  { rate: 1, of: 'full', updates: [1, 2, 3, 4] },
] as const;

const expectations: readonly Expectation<Obtained>[] = [
  ...LAYERS.map(
    (layer, i): Expectation<Obtained> => ({
      what: `Length of the gradient, layer ${layer}`,
      definition: `‖g‖/‖b‖ of layer ${layer} at η = 0.1 and n = ${TORCH_ITERATIONS}, which is T = ${TORCH_ITERATIONS - 1} here: Torch2PC’s error is one update old when gradients are taken.`,
      expected: { value: ratios[i]!, within: 1e-4 },
      why: `The binomial law, P[Binomial(19, 0.1) ≥ ${below(layer)}], to four digits.`,
      unit: 'number',
      of: ({ slow }) => slow.connections[`w${layer}`]!.normRatio[TORCH_ITERATIONS - 1]!,
    }),
  ),
  ...counts.flatMap(({ rate, of, updates }) =>
    updates.map(
      (count, i): Expectation<Obtained> => ({
        what: `Updates to 1 %, η = ${rate}, layer ${5 - (i + 1)}`,
        definition: `First t at which the relative error of the layer ${i + 1} below the output is at most 0.01.`,
        expected: { value: count, within: 0 },
        why: `The binomial law: the first t with P[Binomial(t, ${rate}) ≥ ${i + 1}] ≥ 0.99.`,
        unit: 'count',
        of: (obtained) => updatesToOnePercent(obtained[of], 5 - (i + 1)),
      }),
    ),
  ),
  {
    what: 'n = L iterations with a full step',
    definition: 'Relative error of all weights at η = 1, T = L − 1 = 4.',
    expected: { from: 0, to: 1e-4 },
    why: 'Equal to backprop but for rounding: single precision keeps seven digits of x, fewer of x − μ.',
    unit: 'number',
    of: ({ full }) => full.all.relativeError[4]!,
  },
];

const curves = ({ experiment, connections, steps }: Course): Curve[] => {
  const law = lawOf(experiment, steps);
  const x = Float64Array.from({ length: steps + 1 }, (_, t) => t);
  return LAYERS.flatMap((layer) => {
    const label = `layer ${layer}`;
    return [
      { label, layer, isTheory: false, x, y: connections[`w${layer}`]!.normRatio },
      { label, layer, isTheory: true, x, y: law.get(`x${layer}`)! },
    ];
  });
};

export const torch = reproduction<Obtained>({
  id: 'torch-defaults',
  title: 'The defaults of Torch2PC',
  sources: ['torch2pc', 'rosenbaum2022'],
  question:
    'How much of backprop’s gradient do the usual settings, η = 0.1 and n = 20, bring to each of five layers?',
  seen: 'Directions are right at once; lengths lag behind, by the binomial law. After the default 20 iterations the first layer has 11.5 % of its gradient.',
  differs: [
    'A network of ours, 2-8-8-8-8-1 with tanh, 32 rows of circle: the ratios depend on depth, η and n alone.',
  ],
  presets: [torchDefaults],
  effort: 'seconds',
  run,
  expectations,
  plots: ({ slow, twice, full }) => [
    {
      title: 'Length of the gradient against backprop’s',
      caption:
        'Solid: obtained, a line per layer, layer 5 at the output. Dashed: the binomial law. Torch2PC stops at t = 19.',
      x: { label: 'updates t', scale: 'log', from: 1 },
      y: { label: '‖g‖ / ‖b‖', scale: 'linear', from: 0, to: 1 },
      facets: [
        { title: 'η = 0.1', curves: curves(slow) },
        { title: 'η = 0.2', curves: curves(twice) },
        { title: 'η = 1', curves: curves(full) },
      ],
    },
  ],
});
