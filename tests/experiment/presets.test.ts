import { describe, expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { parse } from '#experiment/parse.ts';
import { presetGroups, presetIds, presets } from '#experiment/presets/index.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';
import { sound } from './samples.ts';

/** Energy of the sample that a preset opens with, at 0 … t. */
async function settled(id: string, t: number): Promise<readonly number[]> {
  const experiment = sound(presets.find((it) => it.id === id)!.document);
  const noFiles = () => Promise.reject(new Error('no file is needed'));
  const material = await materialOf(experiment, noFiles);
  const laboratory = await Laboratory.open(new CpuEngine('float64'), experiment, material);
  const traces = Object.values((await settle(laboratory, [0], t)).energy);
  return Array.from({ length: t + 1 }, (_, step) => traces.reduce((sum, it) => sum + it[step]!, 0));
}

test('the page opens with springs to pull, and no two presets share an id', () => {
  expect(presetIds[0]).toBe('first');
  expect(new Set(presetIds).size).toBe(presets.length);
});

test('presets come group by group, and no group is empty', () => {
  const groups = presets.map((it) => it.group);
  expect([...new Set(groups)]).toEqual([...presetGroups]);
  expect(groups).toEqual(groups.toSorted((a, b) => presetGroups.indexOf(a) - presetGroups.indexOf(b)));
});

test('the first settles from its kick some thirty-fold, to rest', async () => {
  const total = await settled('first', 1000);
  const { settleSteps } = sound(presets[0]!.document).inference;
  expect(total[0]! / total[settleSteps]!).toBeGreaterThan(25);
  expect(total[0]! / total[settleSteps]!).toBeLessThan(40);
  expect(total[settleSteps]! / total.at(-1)!).toBeLessThan(1.02);
});

test('one neuron between equal springs rests half-way: of an error of 2, energy ½·2² becomes ½·1² twice', async () => {
  const total = await settled('one-neuron', 400);
  expect(total[0]).toBeCloseTo(2, 12);
  expect(total.at(-1)).toBeCloseTo(1, 12);
});

describe.each(presets)('preset $id', ({ id, label, summary, document }) => {
  test('parses without issues', () => {
    expect(parse(document).issues).toEqual([]);
  });

  test('can be named in a link and introduces itself in one sentence', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(label).not.toBe('');
    expect(summary).toMatch(/^[A-Z][^.]+\.$/);
    expect(document.title).toBe(label);
  });
});
