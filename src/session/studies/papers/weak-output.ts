import { someRows } from '#core/datasets/gathered.ts';
import { weakOutput as firstOrder, type WeakOutput } from '#core/theory/weak-output.ts';
import { weakOutput } from '#experiment/presets/papers/weak-output.ts';
import type { Settlement } from '../../settle.ts';
import type { Expectation } from './expectation.ts';
import { reproduction } from './paper.ts';
import { released } from './totals.ts';
import { under, type Workshop, withPrecision } from './workshop.ts';

const PRECISIONS = [1, 0.3, 0.1, 0.03, 0.01, 0.003] as const;
/** At rest, at η = 0.1: the output’s precision slows nothing, hidden errors fall by a tenth and more a step. */
const STEPS = 600;

interface Obtained {
  readonly settlements: readonly Settlement[];
  readonly theory: WeakOutput;
}

/** What first order in π says of the network, rows and weights that are settled here. */
async function theoryOf(workshop: Workshop): Promise<WeakOutput> {
  const laboratory = await workshop.open(weakOutput.document);
  const { inputs, targets, inputUnits, targetUnits } = laboratory.rows;
  const rows = workshop.rowsOf(laboratory);
  const { network } = laboratory.experiment;
  const steps = firstOrder(
    network,
    await laboratory.parameters(),
    someRows(inputs, inputUnits, rows),
    someRows(targets, targetUnits, rows),
  );
  let step = steps.next();
  while (!step.done) step = steps.next();
  if (!step.value) throw new Error('Theory says nothing of this network.');
  return step.value;
}

async function run(workshop: Workshop): Promise<Obtained> {
  workshop.expect(PRECISIONS.length);
  const settlements: Settlement[] = [];
  for (const precision of PRECISIONS) {
    const document = under(withPrecision(weakOutput.document, precision), { settleSteps: STEPS });
    settlements.push(await workshop.settle(document, STEPS, `π = ${precision}`));
  }
  return { settlements, theory: await theoryOf(workshop) };
}

const at = ({ settlements }: Obtained, precision: (typeof PRECISIONS)[number]) =>
  settlements[PRECISIONS.indexOf(precision)]!;
const figures = (settlement: Settlement) => settlement.comparison.all!;

const FIRST_ORDER =
  'At rest gradients are π · backprop’s (1 + O(π)): what is off shrinks in proportion to π, ten to three and a third; second order leaves a tenth.';
const tenToThree = { value: 0.01 / 0.003, within: 0.33 };

const expectations: readonly Expectation<Obtained>[] = [
  {
    what: 'Relative error, π = 0.01 against 0.003',
    definition: 'Relative error of all weights at rest under π = 0.01, over that under π = 0.003.',
    expected: tenToThree,
    why: FIRST_ORDER,
    unit: 'number',
    of: (it) => figures(at(it, 0.01)).relativeError / figures(at(it, 0.003)).relativeError,
  },
  {
    what: 'Angle, π = 0.01 against 0.003',
    definition: 'Angle of all weights to backprop at rest under π = 0.01, over that under π = 0.003.',
    expected: tenToThree,
    why: FIRST_ORDER,
    unit: 'number',
    of: (it) => figures(at(it, 0.01)).angleDegrees / figures(at(it, 0.003)).angleDegrees,
  },
  {
    what: 'Energy released, π = 0.01 against 0.003',
    definition: '1 − F*/loss under π = 0.01, over that under π = 0.003.',
    expected: tenToThree,
    why: 'Errors are of order π, so the energy they save is of order π² of a loss of order π; second order leaves a tenth.',
    unit: 'number',
    of: (it) => released(at(it, 0.01)) / released(at(it, 0.003)),
  },
  {
    what: 'Angle, against theory',
    definition: 'Angle of all weights to backprop at rest under π = 0.003, over what first order in π says.',
    expected: { value: 1, within: 0.05 },
    why: 'Computed on paper’s terms, apart from the engine: backprop’s errors displace each neuron, and backprop there is the gradient. Second order leaves some per cent.',
    unit: 'number',
    of: (it) => figures(at(it, 0.003)).angleDegrees / (0.003 * it.theory.degreesPerPrecision),
  },
  {
    what: 'Energy released, against theory',
    definition: '1 − F*/loss under π = 0.003, over what first order in π says.',
    expected: { value: 1, within: 0.05 },
    why: 'F falls by half the sum of squares of backprop’s errors, times π². Second order leaves some per cent.',
    unit: 'number',
    of: (it) => released(at(it, 0.003)) / (0.003 * it.theory.releasedPerPrecision),
  },
  {
    what: 'Angle, π = 1 against 0.01',
    definition: 'Angle to backprop at rest under π = 1, over that under π = 0.01.',
    expected: { from: 5, to: 100 },
    why: 'With an output as strong as the rest, activities move and take the gradient with them. A bound: first order would give 100.',
    unit: 'number',
    of: (it) => figures(at(it, 1)).angleDegrees / figures(at(it, 0.01)).angleDegrees,
  },
];

export const weak = reproduction<Obtained>({
  id: 'weak-output',
  title: 'A weak output',
  sources: ['whittington2017'],
  question: 'When do local Hebbian updates approximate backprop?',
  seen: 'When the output insists little. Its precision π is the dial: with π, angle and relative error to backprop shrink in proportion, and so does the energy that settling releases.',
  differs: [
    'A network of ours, 2-8-8-1 on 32 rows of circle. As in the paper, f stands before the weights, tanh on the connections between hidden layers.',
  ],
  presets: [weakOutput],
  effort: 'seconds',
  run,
  expectations,
  plots: ({ settlements, theory }) => {
    const curve = (label: string, layer: number, of: (it: Settlement) => number) => ({
      label,
      layer,
      isTheory: false,
      x: PRECISIONS,
      y: settlements.map(of),
    });
    const line = (label: string, layer: number, of: (precision: number) => number) => ({
      label,
      layer,
      isTheory: true,
      x: PRECISIONS,
      y: PRECISIONS.map(of),
    });
    return [
      {
        title: 'Agreement and energy released against the output’s precision',
        caption:
          'At rest, all weights together. Dashed: first order in π, a line that rises one decade in one.',
        x: { label: 'output precision π', scale: 'log' },
        y: { label: 'share', scale: 'log', from: 1e-3, to: 1 },
        facets: [
          {
            title: 'gradients',
            curves: [
              curve('relative error', 1, (it) => figures(it).relativeError),
              curve('sine of the angle', 2, (it) => Math.sin((figures(it).angleDegrees * Math.PI) / 180)),
              line('sine of the angle', 2, (it) => (it * theory.degreesPerPrecision * Math.PI) / 180),
            ],
          },
          {
            title: 'energy',
            curves: [
              curve('energy released', 3, released),
              line('energy released', 3, (it) => it * theory.releasedPerPrecision),
            ],
          },
        ],
      },
    ];
  },
});
