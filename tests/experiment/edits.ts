import { activationIds } from '#core/activations/index.ts';
import { datasetIds } from '#core/datasets/index.ts';
import { ruleIds } from '#core/rules/index.ts';
import {
  addLayer,
  connect,
  disconnect,
  type Edited,
  moveLayer,
  pinUnit,
  pinUnits,
  removeLayer,
  setData,
  setInference,
  setLearning,
  setNodeActivation,
  setPlacement,
  setPrecision,
  setRule,
  setSampling,
  setSeed,
  setTitle,
  setUnits,
  toggleSynapse,
  toggleUnit,
  unpinUnit,
  unpinUnits,
} from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';

/** One call of every edit in every variant that matters, on this experiment. */
export function everyEdit(it: Experiment): readonly (() => Edited)[] {
  return [
    ...ruleIds.map((rule) => () => setRule(it, rule)),
    ...datasetIds.map((name) => () => setData(it, name)),

    ...it.network.nodes.flatMap(({ id }) => [
      () => addLayer(it, id),
      () => removeLayer(it, id),
      () => moveLayer(it, id, -1),
      () => moveLayer(it, id, 1),
      () => setUnits(it, id, 3),
      () => setUnits(it, id, Number.NaN),
      () => setPrecision(it, id, 0.5),
      () => pinUnit(it, id, 1, 0.5),
      () => unpinUnit(it, id, 1),
      () => pinUnits(it, id, new Array(3).fill(0.25)),
      () => unpinUnits(it, id),
      () => toggleUnit(it, id, 1),
      ...it.network.nodes.map((to) => () => connect(it, id, to.id)),
      ...activationIds.slice(0, 3).map((activation) => () => setNodeActivation(it, id, activation)),
    ]),
    ...it.network.connections.flatMap(({ id }) => [
      () => disconnect(it, id),
      () => toggleSynapse(it, id, 0, 1),
    ]),
    () => setPlacement(it, 'before'),
    () => setPlacement(it, 'after'),
    () => setInference(it, { inferenceRate: 0.3, settleSteps: 5, start: 'keep' }),
    () => setLearning(it, { optimizer: 'sgd', learningRate: Number.NaN, batchSize: Infinity }),
    () => setSampling(it, { samples: 50, noise: 0.1, seed: 2, split: 0.7 }),
    () => setSeed(it, -4),
    () => setTitle(it, 'x'.repeat(300)),
  ];
}
