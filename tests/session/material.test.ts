import { describe, expect, test } from 'vitest';
import type { ExperimentDocument } from '#experiment/document.ts';
import { CURVE, extentOf, GRID, materialOf } from '#session/material.ts';
import { split, understood } from '../oracles/scenarios.ts';

const documentOf = (
  inputs: number,
  targets: number,
  data: NonNullable<ExperimentDocument['data']>,
): ExperimentDocument => ({
  version: 1,
  network: {
    nodes: [
      { id: 'x', units: inputs, clamp: { learning: 'input', testing: 'input' } },
      { id: 'y', units: targets, clamp: { learning: 'target', testing: 'free' } },
    ],
    connections: [{ id: 'w', from: 'x', to: 'y' }],
  },
  data,
});

const noFile = () => Promise.reject(new Error('no file is needed'));
const material = (document: ExperimentDocument) => materialOf(understood(document), noFile);

describe('where an answer is drawn', () => {
  test('is a square of cell centres, from the top, around all rows of two inputs', async () => {
    const { probes, rows } = await material(documentOf(2, 1, { name: 'circle', samples: 64 }));
    const points = split(probes, 2);
    expect(points).toHaveLength(GRID * GRID);
    const [low, high] = extentOf(rows);
    expect(low).toBe(-high);
    expect(high).toBeGreaterThanOrEqual(Math.max(...rows.inputs.map(Math.abs)));
    const cell = (high - low) / GRID;
    points.forEach(([x, y], i) => {
      expect(x).toBeCloseTo(low + ((i % GRID) + 0.5) * cell, 12);
      expect(y).toBeCloseTo(high - (Math.floor(i / GRID) + 0.5) * cell, 12);
    });
  });

  test('is a line with both of its ends for one input', async () => {
    const { probes, rows } = await material(documentOf(1, 1, { name: 'sine', samples: 32 }));
    const [low, high] = extentOf(rows);
    expect(probes).toHaveLength(CURVE);
    expect([probes[0], probes.at(-1)]).toEqual([low, high]);
    for (let i = 1; i < CURVE; i++)
      expect(probes[i]! - probes[i - 1]!).toBeCloseTo((high - low) / (CURVE - 1), 12);
  });

  test('is nowhere for more inputs', async () => {
    const { probes } = await material(
      documentOf(3, 1, { name: 'rows', inputs: [[1, 2, 3]], targets: [[1]] }),
    );
    expect(probes).toHaveLength(0);
  });
});

test('a document’s own rows come as they are, their classes told', async () => {
  const inputs = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const { rows } = await material(documentOf(3, 1, { name: 'rows', inputs, targets: [[1], [-1]] }));
  expect(split(rows.inputs, 3)).toEqual(inputs);
  expect(rows).toMatchObject({ count: 2, training: 2, classes: 'sign', inputUnits: 3, targetUnits: 1 });
});

test('a named set is the same for its seed, whatever the seed of the experiment', async () => {
  const document = documentOf(2, 1, { name: 'moons', samples: 20, seed: 4, noise: 0.1 });
  const { rows } = await material(document);
  expect((await material({ ...document, seed: 9 })).rows.inputs).toEqual(rows.inputs);
  const other = documentOf(2, 1, { name: 'moons', samples: 20, seed: 5, noise: 0.1 });
  expect((await material(other)).rows.inputs).not.toEqual(rows.inputs);
});
