import { orthogonalLimit, orthogonalShare } from '#core/theory/orthogonal-chain.ts';
import { orthogonalChain, vanishingEnergy } from '#experiment/presets/papers/vanishing-energy.ts';
import type { Settlement } from '../../settle.ts';
import type { Expectation } from './expectation.ts';
import { reproduction } from './paper.ts';
import { totals } from './totals.ts';
import { under, type Workshop } from './workshop.ts';

const DEPTHS = [2, 4, 8, 16] as const;
const RATE = 0.4;
const STEPS = 1200;

interface Obtained {
  readonly settlements: ReadonlyMap<number, Settlement>;
}

async function run(workshop: Workshop): Promise<Obtained> {
  workshop.expect(DEPTHS.length);
  const settlements = new Map<number, Settlement>();
  for (const depth of DEPTHS) {
    const document = under(orthogonalChain(depth), { inferenceRate: RATE, settleSteps: STEPS });
    settlements.set(depth, await workshop.settle(document, STEPS, `${depth} layers`));
  }
  return { settlements };
}

const of = ({ settlements }: Obtained, depth: number): Settlement => settlements.get(depth)!;

/** Share of the loss that is left above rest, over t. */
const excess = (settlement: Settlement): number[] => {
  const total = totals(settlement);
  return total.map((it) => (it - total.at(-1)!) / total[0]!);
};

/** When a falling curve passes a level, between steps on a log scale; NaN where it does not. */
function passes(curve: readonly number[], level: number): number {
  const t = curve.findIndex((it) => it <= level);
  if (t < 1) return Number.NaN;
  const [before, after] = [Math.log(curve[t - 1]! / level), Math.log(curve[t]! / level)];
  return t - 1 + before / (before - after);
}

/** Steps in which the slowest mode of the energy falls tenfold. */
const slowest = (depth: number): number =>
  Math.LN10 / (-2 * Math.log(1 - RATE * (2 - 2 * Math.cos(Math.PI / depth))));

const expectations: readonly Expectation<Obtained>[] = [
  ...DEPTHS.map(
    (depth): Expectation<Obtained> => ({
      what: `Energy left at rest, ${depth} layers`,
      definition: `F*/loss after ${STEPS} steps at η = ${RATE}.`,
      expected: { value: orthogonalShare(depth), within: 1e-4 },
      why: 'F* = ½ rᵀS⁻¹r with S the identity L times: one L-th of the loss; within the rounding of single precision.',
      unit: 'number',
      of: (obtained) => {
        const total = totals(of(obtained, depth));
        return total.at(-1)! / total[0]!;
      },
    }),
  ),
  ...DEPTHS.map(
    (depth): Expectation<Obtained> => ({
      what: `Unevenness of layers, ${depth} layers`,
      definition: 'Energy of the layer that holds most over that of the layer that holds least, at rest.',
      expected: { value: 1, within: 2e-3 },
      why: 'All errors at rest are rotations of the output’s; what single precision leaves of small errors.',
      unit: 'number',
      of: (obtained) => {
        const last = Object.values(of(obtained, depth).energy).map((it) => it.at(-1)!);
        return Math.max(...last) / Math.min(...last);
      },
    }),
  ),
  ...DEPTHS.map(
    (depth): Expectation<Obtained> => ({
      what: `Largest stable η, ${depth} layers`,
      definition:
        '2/λ_max of the curvature of F in the hidden values, as the page computes it for any network.',
      expected: { value: orthogonalLimit(depth), within: 0.01 * orthogonalLimit(depth) },
      why: '1/(1 + cos π/L), from the eigenvalues of a chain; the page promises 1 %.',
      unit: 'number',
      of: (obtained) => of(obtained, depth).stability.limit,
    }),
  ),
  ...([8, 16] as const).map(
    (depth): Expectation<Obtained> => ({
      what: `Steps for a tenfold fall, ${depth} layers`,
      definition: `Settling steps in which the energy above rest falls from 1 % to 0.1 % of the loss, at η = ${RATE}.`,
      expected: { value: slowest(depth), within: 0.01 * slowest(depth) },
      why: 'The slowest mode, λ = 2 − 2 cos π/L, about π²/L²: four times the steps for twice the depth; faster modes are gone to 1 %.',
      unit: 'number',
      of: (obtained) => {
        const curve = excess(of(obtained, depth));
        return passes(curve, 1e-3) - passes(curve, 1e-2);
      },
    }),
  ),
];

export const depth = reproduction<Obtained>({
  id: 'vanishing-energy',
  title: 'Depth and vanishing energy',
  sources: ['innocenti2024'],
  question: 'What becomes of the error, and of the time to settle, as a network gets deeper?',
  seen: 'At rest a linear chain of L layers keeps an L-th of its loss, spread evenly, so each layer learns from an L²-th part; the time to get there grows like L².',
  differs: [
    'The paper’s theorem holds for any deep linear network; here all weights are rotations, where it can be said in one fraction.',
  ],
  presets: [vanishingEnergy],
  effort: 'seconds',
  run,
  expectations,
  plots: (obtained) => [
    {
      title: 'Energy above rest while settling',
      caption:
        'Share of the loss that is still to be released. Doubling the depth takes four times the steps.',
      x: { label: 'updates t', scale: 'linear', to: 400 },
      y: { label: '(F − F*) / loss', scale: 'log', from: 1e-4, to: 1 },
      facets: [
        {
          title: `η = ${RATE}`,
          curves: DEPTHS.map((it, k) => {
            const y = excess(of(obtained, it));
            return { label: `${it} layers`, layer: k + 1, isTheory: false, x: y.map((_, t) => t), y };
          }),
        },
      ],
    },
  ],
});
