import { describe, expect, test } from 'vitest';
import { backprop } from '#core/oracles/backprop.ts';
import type { ExperimentDocument, RowsDocument } from '#experiment/document.ts';
import { settle } from '#session/settle.ts';
import {
  caseOf,
  deviation,
  open,
  randomExperiment,
  seeds,
  settled,
  settleRows,
  split,
  under,
  understood,
} from '../oracles/scenarios.ts';

const ROUNDING = 1e-12;

/** A layered network with two outputs, told by their larger one. */
function classified(): ExperimentDocument {
  const document = randomExperiment(3, {
    paths: 'equal',
    hidden: [2, 2],
    units: [3, 5],
    samples: [4, 4],
    activations: ['tanh'],
  });
  const { units } = document.network.nodes.find((it) => it.clamp?.learning === 'target')!;
  const rows = document.data as RowsDocument;
  const targets = rows.inputs.map((_, row) =>
    Array.from({ length: units }, (__, i) => (i === row % units ? 1 : 0)),
  );
  return { ...document, data: { ...rows, targets } };
}

describe('evaluation', () => {
  test.each(seeds(20))('is the textbook’s forward pass, whatever the rows (graph %i)', async (seed) => {
    const { laboratory, model, inputs, targets } = await settled(
      randomExperiment(seed, { samples: [3, 6] }),
      3,
    );
    const rows = [2, 0, 2, 1];
    const expected = backprop(
      model,
      rows.map((it) => inputs[it]!),
      rows.map((it) => targets[it]!),
    );
    expect(deviation([(await laboratory.evaluate(rows)).loss], [expected.loss])).toBeLessThan(ROUNDING);
    const target = model.network.nodes.find((it) => it.clamp.learning === 'target')!.id;
    expect(deviation(await laboratory.answer(rows), expected.values[target]!.flat())).toBeLessThan(ROUNDING);
  });

  test('counts the rows whose largest output is that of the target', async () => {
    const { laboratory, targets } = await settled(classified(), 1);
    const { units } = laboratory.preparation.network.nodes.find((it) => it.clamp.learning === 'target')!;
    const largest = (row: readonly number[]) => row.indexOf(Math.max(...row));
    for (const rows of [[0], [1], [2], [3], [0, 1, 2, 3, 3]]) {
      const answers = split(await laboratory.answer(rows), units);
      const right = rows.filter((row, k) => largest(answers[k]!) === largest(targets[row]!)).length;
      expect((await laboratory.evaluate(rows)).accuracy).toBeCloseTo(right / rows.length, 12);
    }
  });

  test('has no accuracy where rows are neither signs nor one-hot', async () => {
    const { laboratory } = await settled(randomExperiment(1, { likelihoods: ['gaussian'] }), 1);
    expect((await laboratory.evaluate([0])).accuracy).toBeNull();
  });
});

describe('the start state', () => {
  const free = (document: ExperimentDocument) =>
    document.network.nodes.filter((it) => it.clamp === undefined);

  test.each(seeds(10))('zero is zero on every free unit (graph %i)', async (seed) => {
    const document = randomExperiment(seed);
    const { values } = await settled(under(document, { start: 'zero' }), 0);
    for (const { id } of free(document)) expect(values[id]!.every((x) => x === 0)).toBe(true);
  });

  test('random draws N(0, 1) on free units, for every row anew, alike for a seed', async () => {
    const document = under(
      randomExperiment(2, {
        paths: 'equal',
        hidden: [3, 3],
        units: [40, 60],
        samples: [30, 30],
        likelihoods: ['gaussian'],
      }),
      { start: 'random' },
    );
    const { values } = await settled(document, 0);
    const drawn = free(document).flatMap((it) => Array.from(values[it.id]!));
    const moment = (power: number) => drawn.reduce((sum, x) => sum + x ** power, 0) / drawn.length;
    // Five standard errors.
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(drawn.length));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / drawn.length));
    expect(new Set(drawn).size).toBe(drawn.length);
    expect((await settled(document, 0)).values).toEqual(values);
    expect((await settled({ ...document, seed: 77 }, 0)).values).not.toEqual(values);
  });

  test.each(seeds(10))(
    'kept goes on where the last settling ended, from the forward pass at first (graph %i)',
    async (seed) => {
      const document = randomExperiment(seed);
      const { laboratory, ...first } = await settled(under(document, { start: 'keep' }), 7);
      const rows = seeds(first.samples, 0);
      const second = await settle(laboratory, rows, 5);
      expect(first.values).toEqual((await settled(document, 7)).values);
      expect(second.values).toEqual((await settled(document, 12)).values);
      for (const [id, trace] of Object.entries(second.energy))
        expect(trace[0]).toBe(first.energy[id]!.at(-1));
    },
  );
});

describe('a changed experiment', () => {
  const document = classified();

  test('keeps its parameters under another rule, rate and start', async () => {
    const laboratory = await open(document);
    laboratory.learn([Uint32Array.of(0, 1)]);
    const before = await laboratory.parameters();
    for (const inference of [
      { rule: 'backprop' },
      { rule: 'fixed-prediction', start: 'zero' },
      { inferenceRate: 0.5 },
    ] as const) {
      await laboratory.change(understood(under(document, inference)));
      expect(await laboratory.parameters()).toEqual(before);
    }
  });

  test('settles as one that was opened so', async () => {
    const laboratory = await open(document);
    const rows = seeds(4, 0);
    await settleRows(laboratory, rows, 5);
    for (const inference of [
      { rule: 'fixed-prediction', inferenceRate: 0.5 },
      { rule: 'zero-divergence' },
      { rule: 'strict', start: 'zero' },
      { rule: 'strict' },
    ] as const) {
      await laboratory.change(understood(under(document, inference)));
      const changed = await settleRows(laboratory, rows, 9);
      const opened = await settled(under(document, inference), 9);
      expect(changed.values).toEqual(opened.values);
      expect(changed.gradients).toEqual(opened.gradients);
      expect(changed.energy).toEqual(opened.energy);
    }
  });

  test('keeps the weights between neurons that stay, and draws those of new ones from the seed', async () => {
    const laboratory = await open(document);
    laboratory.learn([Uint32Array.of(0, 1)]);
    const before = await laboratory.parameters();
    const hidden = document.network.nodes.filter((it) => it.clamp === undefined);
    const grown = hidden.at(-1)!;
    const wider: ExperimentDocument = {
      ...document,
      network: {
        ...document.network,
        nodes: document.network.nodes.map((it) => (it.id === grown.id ? { ...it, units: it.units + 1 } : it)),
      },
      parameters: {},
    };
    await laboratory.change(understood(wider));
    const after = await laboratory.parameters();
    const fresh = await (await open(wider)).parameters();
    const unitsOf = (network: ExperimentDocument['network'], id: string) =>
      network.nodes.find((it) => it.id === id)!.units;
    for (const { id, from, to } of document.network.connections) {
      const [rows, columns] = [unitsOf(document.network, to), unitsOf(document.network, from)];
      const wide = unitsOf(wider.network, from);
      const expected = fresh.weights[id]!.map((drawn, i) => {
        const [out, source] = [Math.floor(i / wide), i % wide];
        return out < rows && source < columns ? before.weights[id]![out * columns + source]! : drawn;
      });
      expect(after.weights[id], id).toEqual(expected);
    }
  });

  test('begins an epoch again that has fewer batches by now than were made of it, and comes to its end', async () => {
    const inBatches = (batchSize: number) => understood({ ...document, learning: { batchSize } });
    for (const size of [2, 1000]) {
      const laboratory = await open(document);
      await laboratory.change(inBatches(1));
      laboratory.nextBatches(3);
      expect([laboratory.batches, laboratory.batch]).toEqual([4, 3]);
      await laboratory.change(inBatches(size));
      expect([laboratory.epoch, laboratory.batch]).toEqual([0, 0]);
      const rows = laboratory.nextBatches(4).flatMap((it) => Array.from(it));
      expect(rows.sort()).toEqual([0, 1, 2, 3]);
      expect([laboratory.epoch, laboratory.batch]).toEqual([1, 0]);
      laboratory.setClock({ updates: 3, epoch: 0, batch: 3 });
      expect([laboratory.epoch, laboratory.batch]).toEqual([0, 0]);
    }
  });

  test('settles longer than its plan was made for', async () => {
    const laboratory = await open(document);
    const { energy } = await settle(laboratory, [0], 700);
    for (const trace of Object.values(energy)) expect(trace).toHaveLength(701);
    expect(laboratory.plan.traceLength).toBeGreaterThan(700);
    const { parameters } = await caseOf(await open(document));
    expect(await laboratory.parameters()).toEqual(parameters);
  });
});
