import { describe, expect, test } from 'vitest';
import type { ExperimentDocument, RowsDocument } from '#experiment/document.ts';
import { chain } from '#experiment/presets/chain.ts';
import { confusionOf } from '#session/confusion.ts';
import { epochRecord } from '#session/epoch-record.ts';
import type { Regions } from '#session/frame.ts';
import { landscapeOf, regionsOf } from '#session/landscape.ts';
import { open } from '../oracles/scenarios.ts';

const CLASSES = 3;
const COUNT = 30;

/** Points on a ring in three classes; untrained weights answer somehow. */
const document = (
  seed: number,
  split: number,
  network: ExperimentDocument['network'] = chain([2, 5, CLASSES], 'tanh'),
): ExperimentDocument => ({
  version: 1,
  seed,
  network,
  data: {
    name: 'rows',
    split,
    inputs: Array.from({ length: COUNT }, (_, i) => [Math.sin(i), Math.cos(i)]),
    targets: Array.from({ length: COUNT }, (_, i) => [0, 1, 2].map((unit) => Number(unit === i % CLASSES))),
  },
});

describe('the confusion of classes', () => {
  test.each([1, 2, 3, 4, 5])(
    'has the accuracy on its diagonal, whatever the weights (seed %i)',
    async (seed) => {
      for (const split of [1, 0.6]) {
        const laboratory = await open(document(seed, split));
        const record = await epochRecord(laboratory);
        const { part, counts } = record.confusion!;
        const all = Array.from(counts).reduce((sum, it) => sum + it, 0);
        const right = [0, 1, 2].reduce((sum, label) => sum + counts[label * CLASSES + label]!, 0);
        expect(part).toBe(split < 1 ? 'test' : 'training');
        expect(all).toBe(split < 1 ? COUNT - laboratory.rows.training : COUNT);
        expect(right / all).toBeCloseTo((split < 1 ? record.testAccuracy : record.trainingAccuracy)!, 12);
      }
    },
  );

  test('has as many rows in a line as the data has of that class', async () => {
    const { counts } = (await confusionOf(await open(document(1, 1))))!;
    for (let label = 0; label < CLASSES; label++)
      expect(counts[3 * label]! + counts[3 * label + 1]! + counts[3 * label + 2]!).toBe(COUNT / CLASSES);
  });

  test('is not counted where targets are signs or numbers', async () => {
    const base = document(1, 1, chain([2, 4, 1], 'tanh'));
    for (const target of [1, 0.5]) {
      const targets = Array.from({ length: COUNT }, () => [target]);
      const laboratory = await open({
        ...base,
        data: { ...base.data!, targets } as RowsDocument,
      });
      expect(await confusionOf(laboratory)).toBeNull();
    }
  });
});

describe('regions of classes', () => {
  test('are where an output is largest, by its lead over the second', () => {
    const { winners, margins } = regionsOf([0.1, 0.7, 0.2, 2, -1, 1.5], 3);
    expect(Array.from(winners)).toEqual([1, 0]);
    expect(margins[0]).toBeCloseTo(0.5, 12);
    expect(margins[1]).toBeCloseTo(0.5, 12);
  });

  test('are no class where any output is not a number', () => {
    expect(Array.from(regionsOf([1, Number.NaN, 0], 3).winners)).toEqual([-1]);
  });

  test('of a linear network are the sectors its weights cut the plane into', async () => {
    // Each output is the coordinate along its own direction, 120° from the next.
    const angles = [0, 1, 2].map((k) => Math.PI / 2 + (k * 2 * Math.PI) / 3);
    const network = chain([2, CLASSES], 'identity');
    const laboratory = await open({
      ...document(1, 1, network),
      parameters: {
        weights: { [network.connections[0]!.id]: angles.map((at) => [Math.cos(at), Math.sin(at)]) },
      },
    });
    const { size, extent, winners, margins } = (await landscapeOf(laboratory)) as Regions;
    for (let i = 0; i < winners.length; i += 7) {
      const at = (k: number) => extent[0] + ((extent[1] - extent[0]) * (k + 0.5)) / size;
      const [x, y] = [at(i % size), -at(Math.floor(i / size))];
      const [first, second] = angles.map((it) => x * Math.cos(it) + y * Math.sin(it)).sort((a, b) => b - a);
      const reach = x * Math.cos(angles[winners[i]!]!) + y * Math.sin(angles[winners[i]!]!);
      expect(reach).toBeCloseTo(first!, 6);
      expect(margins[i]).toBeCloseTo(first! - second!, 6);
    }
  });

  test('are not asked for where three outputs stand for no classes', async () => {
    const base = document(1, 1);
    const targets = Array.from({ length: COUNT }, () => [0.5, 0.2, 0.1]);
    const laboratory = await open({
      ...base,
      data: { ...base.data!, targets } as RowsDocument,
    });
    expect(await landscapeOf(laboratory)).toBeNull();
  });
});
