import { describe, expect, test } from 'vitest';
import { setInference, setLearning, setRule } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { cured, settlingDiverged, trainingDiverged } from '#session/divergence.ts';

const dial = parse(presets.find((it) => it.id === 'agreement-dial')!.document).value!;
const at = (inferenceRate: number, learningRate = 0.01): Experiment =>
  setLearning(setInference(dial, { inferenceRate }).experiment, { learningRate }).experiment;

describe('a divergence', () => {
  test.each([
    [1.9, 0.32],
    [0.33, 0.32],
    [0.3, 0.32],
  ])('of learning at η = %f above half of the limit %f is cured by half of the smaller', (rate, limit) => {
    const { cure, message } = trainingDiverged(1, at(rate), limit);
    expect(cure).toEqual({
      setting: 'inferenceRate',
      value: Number((Math.min(rate, limit) / 2).toPrecision(2)),
    });
    expect(message.includes('above the stability limit')).toBe(rate > limit);
  });

  test.each([
    ['well inside the limit', at(0.1, 5), 0.32],
    ['where there is no limit', setRule(at(0.1, 5), 'zero-divergence').experiment, null],
    ['where the limit is not that of the rule', setRule(at(0.1, 5), 'backprop').experiment, 0.01],
  ] as const)('of learning %s is cured by a tenth of the learning rate', (_, experiment, limit) => {
    const { cure, message } = trainingDiverged(3, experiment, limit);
    expect(cure).toEqual({ setting: 'learningRate', value: 0.5 });
    expect(message).toContain('epoch 3');
  });

  test('cured twice in a row ends inside the limit, and then blames the other rate', () => {
    let experiment = at(1.9);
    const first = trainingDiverged(1, experiment, 0.32).cure!;
    experiment = cured(experiment, first);
    expect(experiment.inference.inferenceRate).toBeLessThanOrEqual(0.16);
    const second = trainingDiverged(1, experiment, 0.32).cure!;
    expect(second.setting).toBe('learningRate');
    expect(cured(experiment, second).learning.learningRate).toBe(0.001);
  });

  test('of a settling names a limit only where η is above it', () => {
    expect(settlingDiverged(9, 0.5, 0.32).message).toContain('0.320');
    expect(settlingDiverged(9, 0.3, 0.32).message).not.toContain('limit');
    expect(settlingDiverged(9, 0.3, null).cure).toBeNull();
  });
});
