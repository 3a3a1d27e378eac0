import { describe, expect, test } from 'vitest';
import { backprop } from '#core/oracles/backprop.ts';
import { equilibriumOf } from '#core/theory/equilibrium.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { courseOf } from '#session/studies/agreement-course.ts';
import { compareGradients } from '../../oracles/agreement.ts';
import { documentOf, plainChain, randomChain } from '../../oracles/chains.ts';
import { eigenvalues, equilibrium } from '../../oracles/closed-forms.ts';
import { gaussNewton, slopes } from '../../oracles/energy.ts';
import { fixtures } from '../../oracles/fixtures.ts';
import {
  caseOf,
  Draw,
  deviation,
  open,
  randomExperiment,
  sampleOf,
  seeds,
  settled,
  split,
  under,
} from '../../oracles/scenarios.ts';

const onward = async () => {};
const STEPS = 2000;

async function theoryOf(document: ExperimentDocument) {
  const laboratory = await open(document);
  const model = await caseOf(laboratory);
  const said = equilibriumOf(laboratory.preparation, model.parameters, laboratory.rows);
  return { laboratory, model, said };
}

describe('of random linear chains of any precisions', () => {
  test.each(seeds(30))('errors and F* are those of the S⁻¹ form (chain %i)', async (seed) => {
    const { chain, inputs, targets } = randomChain(seed);
    const { said } = await theoryOf(documentOf(chain, inputs, targets));
    const expected = inputs.map((x, s) => equilibrium(chain, x, targets[s]!));
    chain.weights.forEach((_, l) => {
      const errors = expected.flatMap((it) => [...it.errors[l]!]);
      expect(deviation(said.value!.errors[`x${l + 1}`]!, errors)).toBeLessThan(1e-11);
    });
    const mean = (of: 'energy' | 'loss') => expected.reduce((sum, it) => sum + it[of], 0) / inputs.length;
    expect(said.value!.total / mean('energy')).toBeCloseTo(1, 11);
    expect(said.value!.loss / mean('loss')).toBeCloseTo(1, 11);
  });
});

/** Linear graphs with skips, dead ends, precisions and whatever holds units. */
const linear = (seed: number) =>
  randomExperiment(seed, {
    activations: ['identity'],
    likelihoods: ['gaussian'],
    hidden: [1, 4],
    units: [2, 5],
  });

function held(seed: number): ExperimentDocument {
  const document = linear(seed);
  const draw = new Draw(seed, 'held');
  const hidden = document.network.nodes.filter((it) => it.id.startsWith('h'));
  return {
    ...document,
    pins: { [draw.one(hidden).id]: { 0: draw.normal() } },
    lesions: {
      units: { [draw.one(hidden).id]: [1] },
      weights: { [draw.one(document.network.connections).id]: [[0, 0]] },
    },
  };
}

/** Settles a linear network and holds it to theory; false where it is silent, or rest is too long to wait for. */
async function restsInTheory(document: ExperimentDocument): Promise<boolean> {
  const { said, model } = await theoryOf(document);
  const { stability, values } = await settled(document, 0);
  const rate = Math.min(1, 0.9 * stability.limit);
  const slowest = eigenvalues(gaussNewton(model, sampleOf(model.network, values, 0)))[0]!;
  if (!said.value || STEPS * rate * slowest < 40) return false;
  const laboratory = await open(under(document, { inferenceRate: rate }));
  const rows = Array.from({ length: laboratory.rows.count }, (_, row) => row);
  const course = await courseOf(laboratory, rows, STEPS, onward);
  const { total, loss, comparison } = said.value;
  expect(Math.abs(course.total.at(-1)! - total) / loss).toBeLessThan(1e-9);
  expect(course.loss / loss).toBeCloseTo(1, 10);
  for (const [id, agreement] of [
    ...Object.entries(comparison.connections),
    ['all', comparison.all] as const,
  ]) {
    const trace = id === 'all' ? course.all : course.connections[id]!;
    expect(Number.isNaN(trace.angleDegrees.at(-1)!)).toBe(agreement === null);
    for (const figure of ['angleDegrees', 'normRatio', 'relativeError'] as const)
      if (agreement) expect(trace[figure].at(-1)).toBeCloseTo(agreement[figure], 4);
  }
  return true;
}

describe.each([
  ['free', linear],
  ['with pins and lesions', held],
] as const)('of random linear graphs, %s', (_, make) => {
  test.each(seeds(40))('no value that may move would lower F (graph %i)', async (seed) => {
    const { laboratory, model, said } = await theoryOf(make(seed));
    if (!said.value) return expect(said.reason).toMatch(/more than one state/);
    for (let s = 0; s < laboratory.rows.count; s++) {
      const state = sampleOf(model.network, said.value.values, s);
      for (const slope of slopes(model, state)) expect(Math.abs(slope)).toBeLessThan(1e-8);
    }
  });

  test('the agreement is what settling comes to, of those that rest soon', async () => {
    let compared = 0;
    for (const seed of seeds(20)) compared += (await restsInTheory(make(seed))) ? 1 : 0;
    expect(compared).toBeGreaterThan(3);
  });

  test.each(seeds(15))('its rival is textbook backprop (graph %i)', async (seed) => {
    const { laboratory, model, said } = await theoryOf(make(seed));
    if (!said.value) return;
    const { inputs, targets, inputUnits, targetUnits } = laboratory.rows;
    const { weights } = backprop(model, split(inputs, inputUnits), split(targets, targetUnits));
    const expected = compareGradients(said.value.gradients, weights);
    for (const [id, agreement] of Object.entries(expected.connections))
      if (agreement)
        expect(said.value.comparison.connections[id]!.normRatio / agreement.normRatio).toBeCloseTo(1, 9);
    expect(said.value.comparison.all?.angleDegrees).toBeCloseTo(expected.all!.angleDegrees, 6);
  });
});

test('it is where the linear fixture’s references come to rest', async () => {
  const { experiment, expected } = fixtures.find((it) => it.name === 'linear-5-5-5-5')!;
  const { said } = await theoryOf(experiment);
  const run = expected.runs
    .filter((it) => it.rule === 'strict')
    .sort((a, b) => b.settleSteps - a.settleSteps)[0]!;
  const total = Object.values(run.energy!).reduce((sum, trace) => sum + trace.at(-1)!, 0);
  // So many steps leave it this near.
  expect(said.value!.total / total).toBeCloseTo(1, 3);
  expect(said.value!.total).toBeLessThanOrEqual(total * (1 + 1e-12));
  expect(said.value!.loss).toBeCloseTo(expected.loss, 12);
});

test('1-1-1 with weights 1, input 1, target 0 halves everything', async () => {
  const { said } = await theoryOf(documentOf(plainChain([[[1]], [[1]]]), [[1]], [[0]]));
  const { total, loss, values, errors } = said.value!;
  expect([loss, total, values.x1![0]]).toEqual([0.5, 0.25, 0.5]);
  expect([errors.x1![0], errors.x2![0]]).toEqual([-0.5, -0.5]);
});

test('1-1-2 with weights 1, input 1, target (0, 1) rests at h = 2/3, F* = 1/3', async () => {
  const { said } = await theoryOf(documentOf(plainChain([[[1]], [[1], [1]]]), [[1]], [[0, 1]]));
  const { total, values, errors } = said.value!;
  expect(values.x1![0]).toBeCloseTo(2 / 3, 14);
  expect(Array.from(errors.x2!)).toEqual([expect.closeTo(-2 / 3, 14), expect.closeTo(1 / 3, 14)]);
  expect(total).toBeCloseTo(1 / 3, 14);
});

describe('where theory is silent', () => {
  const bent = randomExperiment(1, { activations: ['tanh'], likelihoods: ['gaussian'], hidden: [1, 2] });
  const soft = randomExperiment(1, {
    activations: ['identity'],
    likelihoods: ['categorical'],
    hidden: [1, 2],
  });
  const wide = documentOf(
    plainChain([Array.from({ length: 401 }, () => [1]), [Array.from({ length: 401 }, () => 1)]]),
    [[1]],
    [[0]],
  );
  const unheard: ExperimentDocument = {
    version: 1,
    network: {
      nodes: [
        { id: 'x', units: 1, clamp: { learning: 'input', testing: 'input' } },
        { id: 'root', units: 2 },
        { id: 'y', units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'xy', from: 'x', to: 'y' },
        { id: 'ry', from: 'root', to: 'y' },
      ],
    },
    data: { name: 'rows', inputs: [[1]], targets: [[0]] },
  };

  test.each([
    ['a bent activation', bent, /not the identity/],
    ['a softmax', soft, /softmax/],
    ['a layer too wide', wide, /too many/],
    ['neurons that nothing holds', unheard, /more than one state/],
  ])('%s is the reason', async (_, document, reason) => {
    expect((await theoryOf(document)).said).toEqual({ value: null, reason: expect.stringMatching(reason) });
  });
});
