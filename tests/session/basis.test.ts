import { describe, expect, test } from 'vitest';
import {
  setInference,
  setLearning,
  setPrecision,
  setSeed,
  setTitle,
  toggleSynapse,
  toggleUnit,
} from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { type Basis, basisOf, changesSince } from '#session/basis.ts';
import { ofBefore, others, outdated } from '#view/outdated.ts';
import { sceneOf } from '../view/scenes.ts';

const dial = parse(presets.find((it) => it.id === 'agreement-dial')!.document).value!;
const basis: Basis = basisOf(sceneOf(dial, 'random'));
const of = (experiment: Experiment): Basis => ({ ...basis, experiment });
const own = (targets: readonly (readonly number[])[]): Experiment =>
  parse({
    version: 1,
    network: {
      nodes: [
        { id: 'x', units: 1, clamp: { learning: 'input', testing: 'input' } },
        { id: 'y', units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [{ id: 'w', from: 'x', to: 'y' }],
    },
    data: { name: 'rows', inputs: [[1], [2]], targets },
  }).value!;

describe('what has changed since', () => {
  test('is nothing as long as everything holds the same, whoever wrote it down', () => {
    expect(changesSince(basis, basis)).toEqual([]);
    const again = structuredClone({ ...dial, parameters: dial.parameters });
    expect(changesSince(basis, of(again))).toEqual([]);
    expect(changesSince(basis, of({ ...dial, view: { tab: 'weights' } }))).toEqual([]);
    // There and back.
    const cut = toggleUnit(toggleSynapse(dial, 'w1', 0, 0).experiment, 'x1', 3).experiment;
    const mended = toggleUnit(toggleSynapse(cut, 'w1', 0, 0).experiment, 'x1', 3).experiment;
    expect(changesSince(basis, of(cut))).toEqual(['settings']);
    expect(changesSince(basis, of(mended))).toEqual([]);
  });

  test.each<[string, Experiment]>([
    ['the rate of settling', setInference(dial, { inferenceRate: 0.07 }).experiment],
    ['its steps', setInference(dial, { settleSteps: 9 }).experiment],
    ['its start', setInference(dial, { start: 'zero' }).experiment],
    ['the seed', setSeed(dial, 9).experiment],
    ['a precision', setPrecision(dial, 'x3', 0.5).experiment],
    ['how it learns', setLearning(dial, { learningRate: 0.3 }).experiment],
    ['a pin', { ...dial, pins: { x1: { 0: 1 } } }],
    ['the rows there are', { ...dial, data: { ...dial.data, seed: 5 } as Experiment['data'] }],
  ])('is a setting: %s', (_, experiment) => {
    expect(changesSince(basis, of(experiment))).toEqual(['settings']);
  });

  test('is no setting that a result does not depend on', () => {
    const titled = of(setTitle(dial, 'Another').experiment);
    expect(changesSince(basis, titled)).toEqual([]);
    expect(changesSince(basis, titled, [])).toEqual(['settings']);
    const learner = of(setLearning(dial, { learningRate: 0.3 }).experiment);
    expect(changesSince(basis, learner, ['learning', 'title'])).toEqual([]);
  });

  test('is the weights, and the rows on screen, each by themselves', () => {
    expect(changesSince(basis, { ...basis, stamp: 'others' })).toEqual(['weights']);
    const scene = sceneOf(dial, 'random');
    const { samples } = scene.frame!;
    const choose = (sample: number) => basisOf({ ...scene, frame: { ...scene.frame!, sample } });
    expect(changesSince(basis, choose(samples - 1))).toEqual([]);
    expect(changesSince(basis, choose(samples))).toEqual(['rows']);
    const fewer = basisOf({ ...scene, frame: { ...scene.frame!, samples: 4 } });
    expect(changesSince(basis, fewer)).toEqual(['rows']);
  });

  test('is nothing that is not known at the moment', () => {
    const unknown = basisOf({ experiment: dial, frame: null });
    expect(changesSince(basis, unknown)).toEqual([]);
    expect(changesSince(basis, { ...unknown, experiment: setSeed(dial, 2).experiment })).toEqual([
      'settings',
    ]);
  });

  test('rows of one’s own are others once they were read in again', () => {
    const one = of(own([[1], [2]]));
    expect(changesSince(one, of({ ...one.experiment, title: 'Another' }))).toEqual([]);
    expect(changesSince(one, of({ ...one.experiment, data: own([[1], [3]]).data }))).toEqual(['settings']);
  });
});

test('a result says which of them it does not belong to', () => {
  expect(outdated([], 'This map', 'belongs')).toBe('');
  expect(outdated(['weights'], 'This map', 'belongs')).toBe(
    'This map belongs to other weights than those on screen.',
  );
  expect(outdated(['settings', 'weights', 'rows'], 'These results', 'belong')).toBe(
    'These results belong to other settings, weights and rows than those on screen.',
  );
  expect([ofBefore([]), ofBefore(['settings', 'rows'])]).toEqual(['', 'Of the settings and rows before.']);
  expect(others(['rows'])).toBe('other rows');
});
