import { describe, expect, test } from 'vitest';
import { holdInput } from '#experiment/edit.ts';
import { answers, describe as caption, clampedUnits, truth } from '#view/charts/classes/classes.ts';
import { experiments, sceneOf } from './scenes.ts';

const digits = experiments.find(([, it]) => it.data.name === 'digits')![1];

describe('the answer', () => {
  const scene = sceneOf(digits, 'random');

  test('is that of the moment shown, not of the batch', () => {
    const early = scene.recorded!.at(0)!;
    const output = digits.network.nodes.at(-1)!.id;
    const predictions = early.nodes.find((it) => it.id === output)!.predictions!;
    const list = answers({ ...scene, moment: early });
    expect(list.map((it) => it.prediction)).toEqual(Array.from(predictions));
    expect(caption({ ...scene, moment: early })).toMatch(/^Before settling/);
  });

  test('is pinned only while the target holds it', () => {
    const list = answers(scene);
    expect(clampedUnits(scene, list)).toEqual([0]);
    expect(clampedUnits({ ...scene, answer: 'free' }, list)).toEqual([]);
  });

  test('is not judged by the label of a sample whose input is held at something else', () => {
    const { units } = digits.network.nodes[0]!;
    const held = { ...scene, experiment: holdInput(digits, new Float64Array(units)).experiment };
    expect(truth(scene, answers(scene))?.unit).toBe(0);
    expect(truth(held, answers(held))).toBeNull();
    expect(caption(held)).toMatch(/for the input that is held\.$/);
    expect(caption(held)).not.toMatch(/right|but/);
  });
});
