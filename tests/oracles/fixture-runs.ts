import { describe, test } from 'vitest';
import { isFree, targetOf } from '#core/network/topology.ts';
import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import type { Laboratory } from '#session/laboratory.ts';
import { learnUpdates } from '#session/learn.ts';
import { settle } from '#session/settle.ts';
import { type Precision, STABILITY, toleranceFor } from '../tolerance.ts';
import { Closeness } from './closeness.ts';
import { checkComparison, checkEnergy, checkGradients, floors } from './fixture-checks.ts';
import { type Fixture, type FixtureRun, fixtures } from './fixtures.ts';
import { open } from './scenarios.ts';

const allRows = ({ rows }: Laboratory) => Array.from({ length: rows.training }, (_, row) => row);

/** The run's document; what a rule fixes is left to it. */
export function documentOf(
  { experiment }: Fixture,
  { rule, inferenceRate, settleSteps }: FixtureRun,
): ExperimentDocument {
  const isFixed = rule === 'zero-divergence' || rule === 'backprop';
  return { ...experiment, inference: isFixed ? { rule } : { rule, inferenceRate, settleSteps } };
}

async function checkRun(
  fixture: Fixture,
  run: FixtureRun,
  engine: Engine,
  precision: Precision,
): Promise<Closeness> {
  const laboratory = await open(documentOf(fixture, run), engine);
  const tolerance = toleranceFor(precision, run.settleSteps);
  const settlement = await settle(laboratory, allRows(laboratory), run.settleSteps);
  const floor = floors(laboratory, settlement, tolerance);
  const closeness = new Closeness();
  for (const [id, rows] of Object.entries(run.values ?? {}))
    closeness.check(`values of ${id}`, settlement.values[id]!, rows.flat(), tolerance.state);
  for (const [id, rows] of Object.entries(run.errors ?? {}))
    closeness.check(`errors of ${id}`, settlement.errors[id]!, rows.flat(), tolerance.state, floor.get(id));
  checkEnergy(closeness, laboratory, settlement, run, floor, tolerance);
  checkGradients(
    closeness,
    'gradient',
    laboratory,
    settlement.gradients,
    run.gradients,
    floor,
    tolerance,
    settlement.values,
  );
  checkGradients(
    closeness,
    'backprop',
    laboratory,
    settlement.backprop,
    fixture.expected.backprop,
    floor,
    tolerance,
    settlement.values,
  );
  checkComparison(closeness, settlement.comparison, run.comparison, precision);
  if (run.stability)
    closeness.check('stability', [settlement.stability.limit], [run.stability.limit], STABILITY);
  return closeness;
}

async function checkForward(fixture: Fixture, engine: Engine, precision: Precision): Promise<Closeness> {
  const laboratory = await open({ ...fixture.experiment, inference: {} }, engine);
  const { state } = toleranceFor(precision);
  const rows = allRows(laboratory);
  const closeness = new Closeness();
  const { loss } = await laboratory.evaluate(rows);
  closeness.check('loss', [loss], [fixture.expected.loss], state);
  const { values } = await settle(laboratory, rows, 0);
  const free = laboratory.preparation.network.nodes.filter(isFree);
  for (const { id } of free)
    closeness.check(`values of ${id}`, values[id]!, fixture.expected.forward[id]!.flat(), state);
  const target = targetOf(laboratory.preparation.network);
  // A categorical target's forward holds logits, which no engine keeps as its answer.
  if (target.likelihood === 'gaussian')
    closeness.check(
      'prediction',
      await laboratory.answer(rows),
      fixture.expected.forward[target.id]!.flat(),
      state,
    );
  return closeness;
}

async function checkLearning(fixture: Fixture, engine: Engine, precision: Precision): Promise<Closeness> {
  const closeness = new Closeness();
  for (const { name, updates, inference, learning, parameters } of fixture.expected.learn ?? []) {
    const { rule } = inference;
    const isFixed = rule === 'zero-divergence' || rule === 'backprop';
    const laboratory = await open(
      { ...fixture.experiment, inference: isFixed ? { rule } : inference, learning },
      engine,
    );
    await learnUpdates(laboratory, updates);
    const learned = await laboratory.parameters();
    const { gradient } = toleranceFor(precision);
    for (const [id, weights] of Object.entries(parameters.weights))
      closeness.check(`${name}: weights ${id}`, learned.weights[id]!, weights.flat(), gradient);
    for (const [id, biases] of Object.entries(parameters.biases))
      closeness.check(`${name}: biases ${id}`, learned.biases[id]!, biases, gradient);
  }
  return closeness;
}

/** Every run, backprop gradient, comparison and learning of every fixture, by way of the laboratory. */
export function fixtureRuns(engine: () => Engine, precision: Precision): void {
  describe.each(fixtures.map((it) => [it.name, it] as const))('fixture %s', (_, fixture) => {
    test.each(
      fixture.expected.runs.map(
        (it) => [`${it.rule}, η = ${it.inferenceRate}, T = ${it.settleSteps}`, it] as const,
      ),
    )('%s', async (_, run) => {
      const closeness = await checkRun(fixture, run, engine(), precision);
      closeness.expectNone();
    });

    test('the forward pass', async () => {
      (await checkForward(fixture, engine(), precision)).expectNone();
    });

    if (fixture.expected.learn)
      test('learning', async () => {
        (await checkLearning(fixture, engine(), precision)).expectNone();
      });
  });
}
