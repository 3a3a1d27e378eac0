import { scalarGraph } from '#experiment/presets/papers/scalar-graph.ts';
import { type PerConnection, states, synapses } from '../../readings.ts';
import type { Expectation } from './expectation.ts';
import { type Facet, reproduction } from './paper.ts';
import { under, type Workshop } from './workshop.ts';

const { document } = scalarGraph;

const TABLE = [
  { rate: 0.01, input: 472, theta: 662 },
  { rate: 0.02, input: 235, theta: 330 },
  { rate: 0.1, input: 46, theta: 64 },
  { rate: 0.2, input: 22, theta: 31 },
  { rate: 0.5, input: 7, theta: 11 },
  { rate: 1, input: 2, theta: 2 },
] as const;

/** dL/dy₀ and dL/dθ. */
interface Derivatives {
  readonly input: number;
  readonly theta: number;
}

interface Obtained {
  readonly values: readonly number[];
  readonly loss: number;
  readonly exact: Derivatives;
  /** For every η of the table, at t = 0, 1, … */
  readonly courses: readonly (readonly Derivatives[])[];
}

/** θ is a weight. y₀ is the input, which has no gradient, but scaling it is scaling its weights: y₀ dL/dy₀ = Σ w dL/dw. */
const derivatives = ({ theta, squared }: PerConnection): Derivatives => ({
  theta: theta![0]!,
  input: (2 * theta![0]! + squared![0]!) / 5,
});

async function courseAt(workshop: Workshop, rate: number, steps: number): Promise<Derivatives[]> {
  const laboratory = await workshop.open(under(document, { inferenceRate: rate, settleSteps: steps }));
  const { network } = laboratory.experiment;
  laboratory.present([0]);
  laboratory.begin();
  const course: Derivatives[] = [];
  for (let t = 0; t <= steps; t++) {
    if (t > 0) laboratory.step(1);
    laboratory.takeGradient(t);
    const { weights } = await laboratory.read({ weights: synapses(network, 'gradient') });
    course.push(derivatives(weights));
    await workshop.progress(Math.min(t / steps, 0.999), `η = ${rate}`);
  }
  await workshop.progress(1, `η = ${rate}`);
  return course;
}

async function run(workshop: Workshop): Promise<Obtained> {
  workshop.expect(TABLE.length);
  const laboratory = await workshop.open(document);
  laboratory.present([0]);
  laboratory.begin();
  laboratory.sweep();
  const { network } = laboratory.experiment;
  const { values, weights } = await laboratory.read({
    values: states(network, 'value', 0, 1),
    weights: synapses(network, 'gradient', 'rival'),
  });
  const [answer] = await laboratory.answer([0]);
  const { loss } = await laboratory.evaluate([0]);
  const courses: Derivatives[][] = [];
  for (const { rate, theta } of TABLE) courses.push(await courseAt(workshop, rate, theta + 20));
  return {
    values: [...['v1', 'v2', 'v3'].map((id) => values[id]![0]!), answer!],
    loss,
    exact: derivatives(weights),
    courses,
  };
}

/** Updates after which a derivative is, and stays, within a hundredth of backprop’s. */
function updates({ courses, exact }: Obtained, k: number, of: keyof Derivatives): number {
  const course = courses[k]!;
  const last = course.findLastIndex((it) => !(Math.abs(it[of] / exact[of] - 1) <= 0.01));
  return last + 1 < course.length ? last + 1 : Number.NaN;
}

const FORWARD = [
  ['μ₁ = θy₀', 10],
  ['μ₂ = √μ₁', Math.sqrt(10)],
  ['μ₃ = y₀²', 25],
  ['μ₄ = tan μ₂ + sin μ₃', Math.tan(Math.sqrt(10)) + Math.sin(25)],
] as const;

const expectations: readonly Expectation<Obtained>[] = [
  ...FORWARD.map(
    ([name, value], k): Expectation<Obtained> => ({
      what: `Forward pass, ${name.split(' ')[0]}`,
      definition: `${name} at y₀ = 5, θ = 2.`,
      expected: { value, within: 1e-5 },
      why: 'The formula itself; within the rounding of single precision.',
      unit: 'number',
      of: ({ values }) => values[k]!,
    }),
  ),
  {
    what: 'Loss',
    definition: 'L = ½(1 − μ₄)², target 1.',
    expected: { value: 0.617898, within: 1e-5 },
    why: 'The formula; within the rounding of single precision.',
    unit: 'number',
    of: ({ loss }) => loss,
  },
  {
    what: 'dL/dy₀',
    definition: 'Backprop on the graph; both paths from y₀ together.',
    expected: { value: -11.370532, within: 1e-4 },
    why: 'By the chain rule in double precision; tan and sin lose some digits of single precision.',
    unit: 'number',
    of: ({ exact }) => exact.input,
  },
  {
    what: 'dL/dθ',
    definition: 'Backprop on the graph.',
    expected: { value: -0.8792235, within: 1e-5 },
    why: 'By the chain rule in double precision.',
    unit: 'number',
    of: ({ exact }) => exact.theta,
  },
  ...TABLE.flatMap(({ rate, input, theta }, k) =>
    (
      [
        ['dL/dy₀', 'input', input],
        ['dL/dθ', 'theta', theta],
      ] as const
    ).map(
      ([name, of, count]): Expectation<Obtained> => ({
        what: `Updates to 1 %, ${name}, η = ${rate}`,
        definition: `Updates of fixed prediction after which ${name} is, and stays, within a hundredth of backprop’s.`,
        expected: { value: count, within: 0 },
        why: 'The binomial law, path by path: θ is three levels up, y₀ is reached by a long and a short path.',
        unit: 'count',
        of: (obtained) => updates(obtained, k, of),
      }),
    ),
  ),
];

const facet = (obtained: Obtained, of: keyof Derivatives, title: string): Facet => ({
  title,
  curves: TABLE.map(({ rate }, k) => {
    const course = obtained.courses[k]!;
    return {
      label: `η = ${rate}`,
      layer: k + 1,
      isTheory: false,
      x: course.map((_, t) => t),
      y: course.map((it) => Math.abs(it[of] / obtained.exact[of] - 1)),
    };
  }),
});

export const graph = reproduction<Obtained>({
  id: 'scalar-graph',
  title: 'A graph of scalars',
  sources: ['millidge2022'],
  question: 'Do local errors find derivatives on any graph of computations, not only in layers?',
  seen: 'On the graph tan √(θy₀) + sin y₀², errors that spread node by node arrive at the derivatives that the chain rule gives.',
  differs: [
    'The input’s derivative is read off the gradients of its weights, since an input has none of its own.',
  ],
  presets: [scalarGraph],
  effort: 'seconds',
  run,
  expectations,
  plots: (obtained) => [
    {
      title: 'How far each derivative is from backprop’s',
      caption: 'Relative error over updates, a line per η. Under η = 1 it falls to rounding in two updates.',
      x: { label: 'updates t', scale: 'log', from: 1 },
      y: { label: 'relative error', scale: 'log', from: 1e-4, to: 1 },
      facets: [facet(obtained, 'input', 'dL/dy₀'), facet(obtained, 'theta', 'dL/dθ')],
    },
  ],
});
