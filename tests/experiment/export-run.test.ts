import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ruleIds } from '#core/rules/index.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { notebook } from '#experiment/export/notebook.ts';
import { numpyFile } from '#experiment/export/numpy-file.ts';
import type { Taken } from '#experiment/export/taken.ts';
import { beyondTorch2pc, torchFile } from '#experiment/export/torch-file.ts';
import { Closeness } from '../oracles/closeness.ts';
import { type Fixture, type FixtureLearning, type FixtureRun, fixtures } from '../oracles/fixtures.ts';
import { idText, named, words } from '../oracles/nasty-names.ts';
import { type Computed, compute, pythonWith, runPython } from '../oracles/python.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { seeds } from '../oracles/scenarios.ts';
import { exactlyTaken, takenFrom } from '../oracles/taken.ts';
import { toleranceFor } from '../tolerance.ts';

/** Random networks whose programs are run: they go round all rules, starts, optimizers and oddities. */
const NETWORKS = 40;
/** Runs the code cells of a notebook in one namespace, as a kernel does; pictures go nowhere. */
const RUN_NOTEBOOK = `
import json, os
os.environ["MPLBACKEND"] = "Agg"
space = {"__name__": "__main__"}
for cell in json.load(open("it.ipynb", encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), space)
`;
const python = pythonWith('numpy');
console.log(
  python
    ? `Exported programs are run by ${python} with NumPy.`
    : 'No Python with NumPy here: exported programs are not run; export-text.test.ts reads back what they carry.',
);

type Rows = readonly (readonly number[])[];
const flat = (rows: Rows | readonly number[]): readonly number[] => rows.flat();

/** The exact numbers of what the page shows, by the kinds of the program. */
const kindsOf = ({
  screen,
  experiment,
}: Taken): Readonly<Record<string, Readonly<Record<string, ArrayLike<number>>>>> => {
  const target = experiment.network.nodes.find((it) => it.clamp.learning === 'target')!.id;
  return {
    energy: screen.energy,
    loss: { [target]: [screen.loss] },
    'loss of each batch': { [target]: screen.losses },
    values: screen.values,
    errors: screen.errors,
    'gradients of weights': screen.gradients.weights,
    'gradients of biases': screen.gradients.biases,
    "backprop's gradients of weights": screen.backprop.weights,
    "backprop's gradients of biases": screen.backprop.biases,
    'learned weights': screen.learned.weights,
    'learned biases': screen.learned.biases,
  };
};

const largest = (numbers: ArrayLike<number>) =>
  Array.from(numbers).reduce((most, it) => Math.max(most, Math.abs(it)), 0);

/** Everything a program found against the reference in double precision. */
function checkAgainst(exact: Taken, { found }: Computed): Closeness {
  const { state, rounding } = toleranceFor('float64');
  const closeness = new Closeness();
  const { nodes } = exact.experiment.network;
  const reach = Math.max(...Object.values(exact.screen.values).map(largest));
  const precision = Math.max(...nodes.map((it) => it.precision));
  // What is a difference of values cannot be known better than their rounding.
  const floor = rounding * precision * reach * Math.max(1, reach);
  for (const [kind, expected] of Object.entries(kindsOf(exact)))
    for (const [id, numbers] of Object.entries(expected))
      closeness.check(`${kind} of ${id}`, found[kind]![id]!, numbers, state, kind === 'values' ? 0 : floor);
  return closeness;
}

/** A run of a fixture against its expected numbers. */
function checkRun({ expected }: Fixture, run: FixtureRun, { found }: Computed): Closeness {
  const { state, gradient } = toleranceFor('float64', run.settleSteps);
  const closeness = new Closeness();
  const compare = (
    kind: string,
    numbers: Readonly<Record<string, Rows | readonly number[]>>,
    tolerance: number,
  ) => {
    for (const [id, rows] of Object.entries(numbers))
      closeness.check(`${kind} of ${id}`, found[kind]![id]!, flat(rows), tolerance);
  };
  compare('energy', run.energy ?? {}, state);
  compare('values', run.values ?? {}, state);
  compare('errors', run.errors ?? {}, state);
  compare('gradients of weights', run.gradients.weights, gradient);
  compare('gradients of biases', run.gradients.biases, gradient);
  compare("backprop's gradients of weights", expected.backprop.weights, gradient);
  compare("backprop's gradients of biases", expected.backprop.biases, gradient);
  const [each, all] = found.comparison;
  const pairs = [
    ...each.map(([id, it]) => [id, it, run.comparison.connections[id] ?? null] as const),
    ['all', all, run.comparison.all] as const,
  ];
  for (const [id, actual, agreement] of pairs) {
    expect(actual === null, `comparison of ${id}`).toBe(agreement === null);
    if (!actual || !agreement) continue;
    const { relativeError, angleDegrees, normRatio } = agreement;
    closeness.check(`figures of ${id}`, [actual[0], actual[2]], [relativeError, normRatio], 0, 4 * gradient);
    closeness.check(`angle of ${id}`, [actual[1]], [angleDegrees], 0, (4 * gradient * 180) / Math.PI);
  }
  return closeness;
}

/** The document of a run or a learning; what its rule fixes is left to it. */
function documentOf(
  { experiment }: Fixture,
  inference: NonNullable<ExperimentDocument['inference']>,
): ExperimentDocument {
  const { rule } = inference;
  return {
    ...experiment,
    inference: rule === 'zero-divergence' || rule === 'backprop' ? { rule } : inference,
  };
}

function checkLearning({ name, parameters }: FixtureLearning, { found }: Computed): Closeness {
  const closeness = new Closeness();
  const { gradient } = toleranceFor('float64');
  for (const kind of ['weights', 'biases'] as const)
    for (const [id, rows] of Object.entries(parameters[kind]))
      closeness.check(`${name}: ${kind} of ${id}`, found[`learned ${kind}`]![id]!, flat(rows), gradient);
  return closeness;
}

const learningProgram = async (fixture: Fixture, { inference, learning, updates }: FixtureLearning) =>
  numpyFile(await takenFrom({ ...documentOf(fixture, inference), learning }, { updates }));

/** A file that ends well says so. */
function expectAgreement({ said, status }: Computed, name: string): void {
  expect(said, name).toMatch(/\nAGREES/);
  expect(status, name).toBe(0);
}

if (python) {
  describe.each(fixtures.map((it) => [it.name, it] as const))('the program of fixture %s', (_, fixture) => {
    test('finds the independent references’ numbers in double precision, and the page’s in single', async () => {
      const { runs } = fixture.expected;
      const programs = await Promise.all(
        runs.map(async ({ rule, inferenceRate, settleSteps }) =>
          numpyFile(await takenFrom(documentOf(fixture, { rule, inferenceRate, settleSteps }))),
        ),
      );
      const computed = compute(python, programs);
      for (const [i, run] of runs.entries()) {
        const name = `${run.rule}, η = ${run.inferenceRate}, T = ${run.settleSteps}`;
        checkRun(fixture, run, computed[i]!).expectNone();
        expectAgreement(computed[i]!, name);
      }
    });

    if (fixture.expected.learn)
      test('learns what they learn', async () => {
        const learnings = fixture.expected.learn!;
        const programs = await Promise.all(learnings.map((it) => learningProgram(fixture, it)));
        const computed = compute(python, programs);
        for (const [i, it] of learnings.entries()) {
          checkLearning(it, computed[i]!).expectNone();
          expectAgreement(computed[i]!, it.name);
        }
      });
  });

  test(`${NETWORKS} random networks: programs find what the reference finds, and see the page’s numbers in it`, async () => {
    const documents = seeds(NETWORKS).map((it) => randomDocument(it));
    const exact = await Promise.all(documents.map(exactlyTaken));
    const shown = await Promise.all(documents.map((it) => takenFrom(it)));
    const computed = compute(
      python,
      exact.map((it, i) => numpyFile({ ...it, screen: shown[i]!.screen })),
    );
    for (const [i, it] of computed.entries()) {
      checkAgainst(exact[i]!, it).expectNone();
      expectAgreement(it, `seed ${i + 1}`);
    }
  });

  test('a number of the page that is off is seen, whatever its kind', async () => {
    const taken = await takenFrom(fixtures.find((it) => it.name.startsWith('toy'))!.experiment);
    const off = <T extends Readonly<Record<string, ArrayLike<number>>>>(arrays: T, id: string) => ({
      ...arrays,
      // A thousandth of the largest: ten times what is allowed of a gradient.
      [id]: Array.from(arrays[id]!, (it, i) => (i === 0 ? it + 1e-3 * largest(arrays[id]!) : it)),
    });
    const { screen } = taken;
    const wrong = [
      { energy: off(screen.energy, 'x3') },
      { values: off(screen.values, 'x1') },
      { errors: off(screen.errors, 'x2') },
      { gradients: { ...screen.gradients, weights: off(screen.gradients.weights, 'w2') } },
      { backprop: { ...screen.backprop, biases: off(screen.backprop.biases, 'x1') } },
      { learned: { ...screen.learned, weights: off(screen.learned.weights, 'w1') } },
      { loss: screen.loss * 1.001 },
    ];
    const programs = wrong.map((it) => numpyFile({ ...taken, screen: { ...screen, ...it } }));
    for (const { said, status } of compute(python, programs)) {
      expect(said).toMatch(/\nDIFFERS/);
      expect(status).toBe(1);
    }
  });

  test('names of every kind are text to Python, and nothing else', async () => {
    const cases = fc.sample(fc.tuple(words, fc.uniqueArray(idText, { minLength: 5, maxLength: 5 })), {
      numRuns: 40,
      seed: 1,
    });
    const programs = await Promise.all(
      cases.map(async ([title, ids]) => numpyFile(await takenFrom(named(title, ids)))),
    );
    for (const [i, computed] of compute(python, programs).entries()) {
      const ids = cases[i]![1];
      expect(Object.keys(computed.found.values!).sort()).toEqual(ids.slice(0, 3).sort());
      expect(Object.keys(computed.found['gradients of weights']!).sort()).toEqual(ids.slice(3).sort());
      expectAgreement(computed, JSON.stringify(ids));
    }
  });

  test('a notebook runs from its first cell to its last', async () => {
    const taken = await takenFrom(fixtures[0]!.experiment);
    const { status, stdout, stderr } = runPython(python, {
      'run.py': RUN_NOTEBOOK,
      'it.ipynb': notebook(taken),
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nAGREES/);
  });

  test('the file for Torch2PC says in a sentence what is missing, and ends well', async () => {
    const taken = await takenFrom(fixtures.find((it) => it.name.startsWith('toy'))!.experiment);
    const { status, stdout, stderr } = runPython(python, { 'it.py': torchFile(taken) });
    expect(stdout).toMatch(/^(PyTorch|Torch2PC) .*, so nothing was computed.*\n$/);
    expect([status, stderr]).toEqual([0, '']);
  });
}

// Torch2PC is nobody's package: TORCH2PC names the folder of its TorchSeq2PC.py where somebody has it.
const torch = process.env.TORCH2PC ? pythonWith('torch') : null;
console.log(
  torch
    ? 'Files for Torch2PC are run.'
    : 'Files for Torch2PC are not run: TORCH2PC names no folder, or there is no PyTorch.',
);
if (torch)
  test.each(fixtures.map((it) => [it.name, it] as const))(
    'through Torch2PC fixture %s gives the reference’s numbers in double precision',
    async (_, fixture) => {
      for (const rule of ruleIds) {
        const document = documentOf(fixture, { rule, inferenceRate: 0.1, settleSteps: 12 });
        const exact = await exactlyTaken(document);
        if (beyondTorch2pc(exact.experiment) !== null) continue;
        const [computed] = compute(torch, [torchFile(exact)], process.env.TORCH2PC);
        const kinds = kindsOf(exact);
        const closeness = new Closeness();
        const { gradient } = toleranceFor('float64');
        for (const [kind, tensors] of Object.entries(computed!.found).filter(
          ([kind]) => kind !== 'comparison',
        ))
          for (const [id, numbers] of Object.entries(tensors as Readonly<Record<string, readonly number[]>>))
            if (kinds[kind]![id])
              closeness.check(`${rule}: ${kind} of ${id}`, numbers, kinds[kind]![id]!, gradient);
        closeness.expectNone();
        expectAgreement(computed!, `${fixture.name} ${rule}`);
      }
    },
  );
