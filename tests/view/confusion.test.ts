import { describe, expect, test } from 'vitest';
import type { Confusion } from '#session/frame.ts';
import { describe as caption, classRows, inkOf, worst } from '#view/charts/confusion/confusion.ts';
import { experiments, sceneOf } from './scenes.ts';

const experiment = experiments.find(([name]) => name === 'Three classes')![1];

describe('the confusion matrix', () => {
  const confusion: Confusion = { part: 'test', classes: 3, counts: [8, 2, 0, 1, 6, 3, 0, 0, 0] };

  test('adds up: every line its rows, its accuracy the share on the diagonal', () => {
    const rows = classRows(confusion);
    expect(rows.map((it) => it.total)).toEqual([10, 10, 0]);
    expect(rows.map((it) => it.accuracy)).toEqual([0.8, 0.6, Number.NaN]);
  });

  test('names the mistake made most often', () => {
    expect(worst(classRows(confusion))).toEqual({ label: 1, answer: 2, times: 3 });
    expect(worst(classRows({ ...confusion, counts: [1, 0, 0, 0, 1, 0, 0, 0, 1] }))).toBeNull();
    const scene = sceneOf(experiment, 'random');
    const history = scene.training.history.map((it) => ({ ...it, confusion }));
    expect(caption({ ...scene, training: { ...scene.training, history } })).toMatch(
      /After epoch 2, 70.% of 20 test samples .* B is taken for C: 3 of 10\./,
    );
  });

  test('inks more of a line darker', () => {
    for (let share = 0.01; share <= 1; share += 0.01)
      expect(inkOf(share).ink).toBeGreaterThan(inkOf(share - 0.01).ink);
    expect(inkOf(0).ink).toBe(0);
    expect(inkOf(1).ink).toBeCloseTo(1, 12);
  });
});
