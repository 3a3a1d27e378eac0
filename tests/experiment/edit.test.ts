import { describe, expect, test } from 'vitest';
import { initialize } from '#core/network/initialize.ts';
import { toDocument } from '#experiment/document.ts';
import {
  activationOf,
  addLayer,
  type Edited,
  placement,
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
} from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { fixtures, full, sound } from './samples.ts';

const preset = (id: string): Experiment => sound(presets.find((it) => it.id === id)!.document);
const dial = preset('agreement-dial');
const units = ({ network }: Experiment) => network.nodes.map((it) => it.units);
const curves = ({ network }: Experiment) => [
  network.nodes.map((it) => it.activation),
  network.connections.map((it) => it.activation),
];
const done = ({ experiment, issues }: Edited): Experiment => {
  expect(issues).toEqual([]);
  return experiment;
};
const refuses = (edit: (it: Experiment) => Edited, experiment: Experiment, message: RegExp) => {
  const edited = edit(experiment);
  expect(edited.experiment).toBe(experiment);
  expect(edited.issues[0]?.message).toMatch(message);
};

describe('the rule', () => {
  test('brings fixed values along, and leaving it restores the defaults', () => {
    const fast = done(setInference(dial, { inferenceRate: 0.5, settleSteps: 7, start: 'zero' }));
    const wave = done(setRule(fast, 'zero-divergence'));
    expect(wave.inference).toEqual({
      rule: 'zero-divergence',
      inferenceRate: 1,
      settleSteps: 2,
      start: 'forward',
    });
    expect(done(setRule(wave, 'backprop')).inference).toEqual({ ...wave.inference, rule: 'backprop' });
    const { version, network } = toDocument(dial);
    const unsaid = parse({ version, network }).value!;
    expect(done(setRule(wave, 'strict')).inference).toEqual({ ...unsaid.inference, rule: 'strict' });
  });

  test('keeps the settings between rules that leave them free', () => {
    const fast = done(setInference(dial, { inferenceRate: 0.5, settleSteps: 7 }));
    expect(done(setRule(fast, 'incremental')).inference).toEqual({ ...fast.inference, rule: 'incremental' });
  });

  test('keeps what it fixes', () => {
    const wave = done(setRule(dial, 'zero-divergence'));
    const { experiment, issues } = setInference(wave, { settleSteps: 9 });
    expect(experiment).toEqual(wave);
    expect(issues.map((it) => it.code)).toEqual(['fixed-by-rule']);
  });

  test('follows the depth of the network', () => {
    const wave = done(setRule(dial, 'zero-divergence'));
    expect(done(addLayer(wave, 'x0')).inference.settleSteps).toBe(3);
    expect(done(removeLayer(wave, 'x1')).inference.settleSteps).toBe(1);
  });
});

test('numbers out of range are brought into it, with an issue', () => {
  const { experiment, issues } = setLearning(dial, { learningRate: 1e9, batchSize: 2.2 });
  expect(experiment.learning).toEqual({ optimizer: 'adam', learningRate: 100, batchSize: 2 });
  expect(issues.map((it) => it.at)).toEqual(['learning.learningRate', 'learning.batchSize']);
  expect(setPrecision(dial, 'x3', -1).experiment.network).toEqual(dial.network);
  expect(setPrecision(dial, 'x3', -1).issues).toHaveLength(1);
  expect(done(setPrecision(dial, 'x3', 0.1)).network.nodes[3]!.precision).toBe(0.1);
  expect(done(setSeed(dial, 5)).seed).toBe(5);
  expect(done(setTitle(dial, 'Mine')).title).toBe('Mine');
  refuses((it) => setPrecision(it, 'x9', 1), dial, /x9/);
});

describe('the placement of activations', () => {
  const after = [
    ['identity', 'tanh', 'tanh', 'identity'],
    ['identity', 'identity', 'identity'],
  ];
  const before = [
    ['identity', 'identity', 'identity', 'identity'],
    ['identity', 'tanh', 'tanh'],
  ];

  test('moves every hidden activation to the other side, and back', () => {
    expect(curves(dial)).toEqual(after);
    const moved = done(setPlacement(dial, 'before'));
    expect(curves(moved)).toEqual(before);
    expect(done(setPlacement(moved, 'after'))).toEqual(dial);
  });

  test('is read off the network', () => {
    expect(placement(dial.network)).toBe('after');
    expect(placement(setPlacement(dial, 'before').experiment.network)).toBe('before');
    expect(placement(sound(full()).network)).toBe('mixed');
    expect(placement(sound(fixtures().find(([name]) => name.startsWith('before'))![1]).network)).toBe(
      'before',
    );
  });

  test('goes along every connection out of a node', () => {
    const skip = done(setPlacement(preset('skip-graph'), 'before'));
    expect(curves(skip)).toEqual([before[0], ['identity', 'tanh', 'tanh', 'tanh']]);
    expect(done(setPlacement(skip, 'after'))).toEqual(preset('skip-graph'));
  });

  test('is kept by new activations and new layers', () => {
    const moved = done(setPlacement(dial, 'before'));
    const relu = done(setNodeActivation(moved, 'x1', 'relu'));
    expect(curves(relu)).toEqual([before[0], ['identity', 'relu', 'tanh']]);
    expect(activationOf(relu.network, 'x1')).toBe('relu');
    expect(curves(done(addLayer(relu, 'x1')))[1]).toEqual(['identity', 'relu', 'relu', 'tanh']);
    expect(placement(done(removeLayer(relu, 'x1')).network)).toBe('before');
  });

  test('leaves alone what does not join into one function', () => {
    const { experiment, issues } = setPlacement(sound(full()), 'after');
    expect(experiment.network.nodes[1]!.activation).toBe('tanh');
    expect(experiment.network.connections[1]!.activation).toBe('gelu');
    expect(issues.map((it) => it.at)).toEqual(['network.nodes[1].activation']);
  });
});

describe('the activation of a node', () => {
  test('is set on the node', () => {
    const { network } = done(setNodeActivation(dial, 'x2', 'relu'));
    expect(network.nodes.map((it) => it.activation)).toEqual(['identity', 'tanh', 'relu', 'identity']);
    expect(activationOf(network, 'x2')).toBe('relu');
  });

  test('is refused where it has no effect or no meaning', () => {
    refuses((it) => setNodeActivation(it, 'x0', 'relu'), dial, /nothing predicts x0/);
    refuses((it) => setNodeActivation(it, 'x9', 'relu'), dial, /x9/);
    refuses((it) => setNodeActivation(it, 'x1', 'swish' as 'relu'), dial, /Accepted: identity/);
    refuses((it) => setNodeActivation(it, 'x3', 'relu'), preset('digits'), /identity on a categorical/);
  });
});

describe('units', () => {
  test('change a hidden layer', () => {
    expect(units(done(setUnits(dial, 'x1', 5)))).toEqual([2, 5, 8, 1]);
    const { experiment, issues } = setUnits(dial, 'x1', 1e6);
    expect(units(experiment)).toEqual([2, 4096, 8, 1]);
    expect(issues.map((it) => it.code)).toEqual(['out-of-range']);
  });

  test('of the input and the target follow the data', () => {
    expect(units(done(setUnits(dial, 'x3', 2)))).toEqual([2, 8, 8, 2]);
    refuses((it) => setUnits(it, 'x3', 3), dial, /circle needs 1 or 2 units/);
    refuses((it) => setUnits(it, 'x0', 3), dial, /circle needs 2 input units/);
    refuses((it) => setUnits(it, 'x0', 3), sound(full()), /rows of 2 inputs and 2 targets/);
    refuses((it) => setUnits(it, 'x9', 3), dial, /x9/);
  });

  test('beyond the limit of parameters are refused', () => {
    refuses((it) => setUnits(it, 'x1', 4096), done(setUnits(dial, 'x2', 4096)), /8,000,000/);
  });
});

describe('what an edit makes of the rest', () => {
  const rich = sound({
    ...toDocument(dial),
    pins: { x1: { 0: 1, 7: 1 }, x2: { 1: 0 } },
    lesions: {
      units: { x1: [1, 6] },
      weights: {
        w1: [
          [0, 0],
          [7, 1],
        ],
        w3: [[0, 2]],
      },
    },
    parameters: {
      weights: { w1: Array.from({ length: 8 }, () => [1, 2]), w3: [[1, 2, 3, 4, 5, 6, 7, 8]] },
      biases: { x1: new Array(8).fill(1), x2: new Array(8).fill(2), x3: [3] },
    },
  });

  test('a narrower layer loses what hung on its lost units', () => {
    const { pins, lesions, parameters } = done(setUnits(rich, 'x1', 4));
    expect(pins).toEqual({ x1: { 0: 1 }, x2: { 1: 0 } });
    expect(lesions).toEqual({ units: { x1: [1] }, weights: { w1: [[0, 0]], w3: [[0, 2]] } });
    expect(parameters.weights).toEqual({
      w1: Float64Array.from([1, 2, 1, 2, 1, 2, 1, 2]),
      w3: rich.parameters.weights!.w3,
    });
    expect(parameters.biases).toEqual({ ...rich.parameters.biases, x1: new Float64Array(4).fill(1) });
  });

  test('a wider layer keeps what it has, and draws the rest from the seed', () => {
    const { weights, biases } = done(setUnits(rich, 'x1', 9)).parameters;
    const drawn = initialize(setUnits(dial, 'x1', 9).experiment.network, rich.seed).weights.w1!;
    expect(weights!.w1).toEqual(Float64Array.from([...rich.parameters.weights!.w1!, ...drawn.slice(16)]));
    expect(biases!.x1).toEqual(Float64Array.from([1, 1, 1, 1, 1, 1, 1, 1, 0]));
  });

  test('a removed layer takes along what hung on it', () => {
    const { pins, lesions, parameters } = done(removeLayer(rich, 'x1'));
    expect(pins).toEqual({ x2: { 1: 0 } });
    expect(lesions).toEqual({ units: {}, weights: { w3: [[0, 2]] } });
    expect(Object.keys(parameters.biases!)).toEqual(['x2', 'x3']);
  });

  test('parameters stay the very same where no shape changes', () => {
    expect(done(setNodeActivation(rich, 'x1', 'relu')).parameters).toBe(rich.parameters);
    expect(done(addLayer(dial, 'x1')).parameters).toBe(dial.parameters);
  });
});

describe('data', () => {
  test('that fits changes nothing else', () => {
    const { data, ...rest } = done(setData(dial, 'moons'));
    expect(data).toEqual({ name: 'moons', samples: 256, noise: 0, seed: 1, split: 1 });
    expect({ ...rest, data: dial.data }).toEqual(dial);
    expect(done(setData(dial, 'circle'))).toBe(dial);
  });

  test('that does not fit changes the ends of the network, and says so', () => {
    const { experiment, issues } = setData(dial, 'digits');
    expect(units(experiment)).toEqual([784, 8, 8, 10]);
    expect(issues.map((it) => [it.code, it.at])).toEqual([
      ['data', 'network.nodes[0].units'],
      ['data', 'network.nodes[3].units'],
    ]);
    expect(issues[0]!.message).toMatch(/784 instead of 2, as digits/);
    const back = setData(experiment, 'circle').experiment;
    expect(units(back)).toEqual([2, 8, 8, 1]);
  });

  test('for regression makes a categorical target gaussian', () => {
    const { experiment, issues } = setData(preset('digits'), 'sine');
    expect(units(experiment)).toEqual([1, 64, 32, 1]);
    expect(experiment.network.nodes[3]!.likelihood).toBe('gaussian');
    expect(issues).toHaveLength(3);
    expect(units(setData(preset('digits'), 'circle').experiment)).toEqual([2, 64, 32, 2]);
  });

  test('is drawn and divided as asked', () => {
    expect(done(setSampling(dial, { samples: 100, noise: 0.2, split: 0.5, seed: 4 })).data).toEqual({
      name: 'circle',
      samples: 100,
      noise: 0.2,
      split: 0.5,
      seed: 4,
    });
    expect(setSampling(dial, { samples: 1e9 }).issues).toHaveLength(1);
    const rows = setSampling(sound(full()), { split: 1, samples: 9 });
    expect(rows.experiment.data.split).toBe(1);
    expect(rows.issues.map((it) => it.at)).toEqual(['data.samples']);
  });

  test('keeps its noise and its seed from set to set, where the new one takes them', () => {
    const noisy = done(setSampling(dial, { noise: 0.2, seed: 4 }));
    expect(setData(noisy, 'xor').experiment.data).toMatchObject({ noise: 0.2, seed: 4 });
    expect(setData(noisy, 'digits').experiment.data).toMatchObject({ noise: 0, seed: 4 });
  });

  test('of no name is refused', () =>
    refuses((it) => setData(it, 'mnist' as 'xor'), dial, /Accepted: circle/));
});
