import { describe, expect, test } from 'vitest';
import { backprop } from '#core/oracles/backprop.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import type { Laboratory } from '#session/laboratory.ts';
import { learnEpochs, learnUpdates } from '#session/learn.ts';
import { Portion } from '#session/portion.ts';
import { lesson } from '../oracles/lesson.ts';
import { Draw, gradientDeviation, open, seeds, split } from '../oracles/scenarios.ts';

/** 11 rows in batches of 4: the last of an epoch holds 3. */
const document = (settings: Partial<ExperimentDocument> = {}): ExperimentDocument =>
  lesson(new Draw(1, 'learning'), { rows: 11, ...settings });

const rulesAndStarts = [
  { rule: 'strict' },
  { rule: 'strict', start: 'random' },
  { rule: 'strict', start: 'keep' },
  { rule: 'fixed-prediction' },
  { rule: 'fixed-prediction', start: 'zero' },
  { rule: 'zero-divergence' },
  { rule: 'incremental' },
  { rule: 'backprop' },
] as const;

const rowsOf = ({ rows }: Laboratory) => ({
  inputs: split(rows.inputs, rows.inputUnits),
  targets: split(rows.targets, rows.targetUnits),
});

/** The textbook's loss and gradients of some rows at the laboratory's present parameters. */
async function textbook(laboratory: Laboratory, batch: ArrayLike<number>) {
  const { inputs, targets } = rowsOf(laboratory);
  const model = { ...laboratory.preparation, parameters: await laboratory.parameters() };
  const pick = <T>(items: readonly T[]) => Array.from(batch, (row) => items[row]!);
  return backprop(model, pick(inputs), pick(targets));
}

describe.each(rulesAndStarts)('under $rule from $start', (inference) => {
  test('the loss of an update is its batch’s forward loss before it', async () => {
    const laboratory = await open(document({ inference }));
    const twin = await open(document({ inference }));
    for (let update = 0; update < 7; update++) {
      const [batch] = twin.nextBatches(1);
      const { loss } = await textbook(laboratory, batch!);
      const { outcomes, updates } = await learnUpdates(laboratory, 1);
      expect(updates).toBe(1);
      expect(outcomes).toHaveLength(1);
      expect(outcomes[0]!.loss / loss).toBeCloseTo(1, 11);
    }
  });

  test.each([1, 2, 5, 13])('two calls of %i updates are one of twice as many', async (updates) => {
    const [twice, once] = [await open(document({ inference })), await open(document({ inference }))];
    const parts = [await learnUpdates(twice, updates), await learnUpdates(twice, updates)];
    const whole = await learnUpdates(once, 2 * updates);
    expect(parts.flatMap((it) => it.outcomes)).toEqual(whole.outcomes);
    expect(await twice.parameters()).toEqual(await once.parameters());
    expect([twice.epoch, twice.batch, twice.updates]).toEqual([once.epoch, once.batch, once.updates]);
    expect(parts[1]!.energy).toEqual(whole.energy);
  });

  test('the same seed learns the same, another seed something else', async () => {
    const result = async (seed: number) => {
      const laboratory = await open(document({ inference, seed }));
      return [(await learnEpochs(laboratory, 2)).outcomes, await laboratory.parameters()];
    };
    expect(await result(3)).toEqual(await result(3));
    expect(await result(3)).not.toEqual(await result(4));
  });

  test('learning lowers the loss', async () => {
    const laboratory = await open(document({ inference }));
    const all = seeds(11, 0);
    const before = (await laboratory.evaluate(all)).loss;
    const { outcomes, diverged } = await learnEpochs(laboratory, 40);
    expect(diverged).toBe(false);
    expect(outcomes.at(-1)!.loss).toBeLessThan(0.9 * before);
  });
});

describe('batches', () => {
  const epochOf = (laboratory: Laboratory) =>
    laboratory.nextBatches(Number.POSITIVE_INFINITY).map((it) => [...it]);

  test('of an epoch hold every training row once, the smaller last one too', async () => {
    const laboratory = await open(document());
    const batches = epochOf(laboratory);
    expect(batches.map((it) => it.length)).toEqual([4, 4, 3]);
    expect(batches.flat().sort((a, b) => a - b)).toEqual(seeds(11, 0));
    expect([laboratory.epoch, laboratory.batch]).toEqual([1, 0]);
  });

  test('are reshuffled every epoch, alike for a seed and otherwise for another', async () => {
    const [first, twin] = [await open(document()), await open(document())];
    const other = await open(document({ seed: 6 }));
    const epochs = [epochOf(first), epochOf(first), epochOf(first)];
    expect([epochOf(twin), epochOf(twin), epochOf(twin)]).toEqual(epochs);
    expect(new Set(epochs.map((it) => it.join(';'))).size).toBe(3);
    expect(epochOf(other)).not.toEqual(epochs[0]);
  });

  test('that hold all rows hold them in the order given', async () => {
    for (const batchSize of [11, 1000]) {
      const laboratory = await open(
        document({ learning: { optimizer: 'sgd', learningRate: 0.1, batchSize } }),
      );
      expect(epochOf(laboratory)).toEqual([seeds(11, 0)]);
      expect(epochOf(laboratory)).toEqual([seeds(11, 0)]);
    }
  });

  test('hold no test rows', async () => {
    const { data } = document();
    const laboratory = await open(
      document({
        data: { ...(data as { name: 'rows'; inputs: number[][]; targets: number[][] }), split: 0.6 },
      }),
    );
    expect(laboratory.rows.training).toBe(7);
    expect(
      epochOf(laboratory)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual(seeds(7, 0));
  });
});

describe('epochs', () => {
  test('are told by the loss of the training rows after each', async () => {
    const laboratory = await open(document());
    const seen: number[] = [];
    const { outcomes, updates } = await learnEpochs(laboratory, 3, undefined, async ({ loss }) => {
      seen.push(loss);
      expect((await textbook(laboratory, seeds(11, 0))).loss / loss).toBeCloseTo(1, 11);
    });
    expect(outcomes.map((it) => it.loss)).toEqual(seen);
    expect(updates).toBe(9);
    expect(laboratory.epoch).toBe(3);
  });

  test('first complete the one under way', async () => {
    const laboratory = await open(document());
    await learnUpdates(laboratory, 2);
    expect((await learnEpochs(laboratory, 1)).updates).toBe(1);
    expect([laboratory.epoch, laboratory.batch]).toEqual([1, 0]);
  });

  test('three times one are three', async () => {
    const [one, three] = [await open(document()), await open(document())];
    const parts = [await learnEpochs(one, 1), await learnEpochs(one, 1), await learnEpochs(one, 1)];
    expect(parts.flatMap((it) => it.outcomes)).toEqual((await learnEpochs(three, 3)).outcomes);
    expect(await one.parameters()).toEqual(await three.parameters());
  });
});

test.each(['backprop', 'zero-divergence'] as const)(
  '%s with SGD on all rows is gradient descent',
  async (rule) => {
    const laboratory = await open(
      document({ inference: { rule }, learning: { optimizer: 'sgd', learningRate: 0.2, batchSize: 32 } }),
    );
    for (let update = 0; update < 5; update++) {
      const before = await laboratory.parameters();
      const { weights, biases } = await textbook(laboratory, seeds(11, 0));
      const step = (
        from: Readonly<Record<string, Float64Array>>,
        along: Readonly<Record<string, number[]>>,
      ) =>
        Object.fromEntries(
          Object.entries(from).map(([id, it]) => [id, it.map((w, i) => w - 0.2 * along[id]![i]!)]),
        );
      await learnUpdates(laboratory, 1);
      const expected = { weights: step(before.weights, weights), biases: step(before.biases, biases) };
      expect(gradientDeviation(await laboratory.parameters(), expected)).toBeLessThan(1e-13);
    }
  },
);

describe('stopping', () => {
  test('is possible after every stretch, and what was made so far is told', async () => {
    const laboratory = await open(document());
    let looks = 0;
    const { updates, outcomes } = await learnUpdates(laboratory, 1000, {
      portion: new Portion(0),
      goesOn: ({ updates, of }) => {
        looks++;
        expect([updates, of]).toEqual([looks, 1000]);
        return looks < 5;
      },
    });
    expect(updates).toBe(5);
    expect(outcomes).toHaveLength(5);
    expect(laboratory.updates).toBe(5);
  });

  test('between goes on where it stopped', async () => {
    const [stopped, straight] = [await open(document()), await open(document())];
    await learnUpdates(stopped, 1000, { portion: new Portion(0), goesOn: ({ updates }) => updates < 5 });
    await learnUpdates(stopped, 6);
    await learnUpdates(straight, 11);
    expect(await stopped.parameters()).toEqual(await straight.parameters());
  });
});

test.each([1, 2, 3])('with %i submissions under way the same updates are made and told', async (inFlight) => {
  const [hurried, straight] = [await open(document()), await open(document())];
  const landings: number[] = [];
  const flow = {
    portion: new Portion(0),
    inFlight,
    landed: (updates: number) => void landings.push(updates),
  };
  const { outcomes, updates } = await learnUpdates(hurried, 11, flow);
  expect(outcomes).toEqual((await learnUpdates(straight, 11)).outcomes);
  expect([updates, landings.length, hurried.updates]).toEqual([11, 11, 11]);
  expect(await hurried.parameters()).toEqual(await straight.parameters());
});

describe('divergence', () => {
  test.each([
    ['strict', 0.1, false],
    ['strict', 0.3, false],
    ['strict', 5, true],
    ['strict', 100, true],
    ['incremental', 0.1, false],
    ['incremental', 5, true],
    ['fixed-prediction', 0.1, false],
    ['fixed-prediction', 1, false],
    ['fixed-prediction', 3, true],
    ['zero-divergence', undefined, false],
    ['backprop', undefined, false],
  ] as const)('under %s at η = %f is reported: %s', async (rule, inferenceRate, expected) => {
    const inference = { rule, ...(inferenceRate !== undefined && { inferenceRate }) };
    for (const engine of [new CpuEngine('float64'), new CpuEngine('float32')]) {
      const { diverged, updates } = await learnUpdates(await open(document({ inference }), engine), 60);
      expect(diverged).toBe(expected);
      expect(updates < 60).toBe(expected);
    }
  });

  test('of the weights is reported too', async () => {
    const learning = { optimizer: 'sgd', learningRate: 100, batchSize: 4 } as const;
    const { diverged } = await learnUpdates(
      await open(document({ inference: { rule: 'backprop' }, learning })),
      500,
    );
    expect(diverged).toBe(true);
  });
});

test.each(seeds(10))('the circle is learned above 95 %% within 20 epochs (seed %i)', async (seed) => {
  const circle: ExperimentDocument = {
    version: 1,
    seed,
    network: {
      nodes: [
        { id: 'x0', units: 2, clamp: { learning: 'input', testing: 'input' } },
        { id: 'x1', units: 8, activation: 'tanh' },
        { id: 'x2', units: 8, activation: 'tanh' },
        { id: 'x3', units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'w1', from: 'x0', to: 'x1' },
        { id: 'w2', from: 'x1', to: 'x2' },
        { id: 'w3', from: 'x2', to: 'x3' },
      ],
    },
    data: { name: 'circle', samples: 256, noise: 0, seed: 1 },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 20 },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  };
  const { outcomes, diverged } = await learnEpochs(await open(circle, new CpuEngine('float32')), 20);
  expect(diverged).toBe(false);
  expect(Math.max(...outcomes.map((it) => it.accuracy!))).toBeGreaterThan(0.95);
});
