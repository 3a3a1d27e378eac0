import type { Preset } from './preset.ts';

export const oneNeuron: Preset = {
  id: 'one-neuron',
  label: 'One neuron',
  group: 'Feel it settle',
  summary: 'Two springs pull at one neuron, its own prediction and the answer: it rests where they balance.',
  document: {
    version: 1,
    title: 'One neuron',
    network: {
      nodes: [
        { id: 'x0', units: 1, clamp: { learning: 'input', testing: 'input' } },
        { id: 'x1', units: 1 },
        { id: 'x2', units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'w1', from: 'x0', to: 'x1' },
        { id: 'w2', from: 'x1', to: 'x2' },
      ],
    },
    parameters: { weights: { w1: [[1]], w2: [[1]] } },
    data: { name: 'rows', inputs: [[1]], targets: [[-1]] },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 30, start: 'forward' },
    learning: { optimizer: 'sgd', learningRate: 0.1, batchSize: 1 },
  },
};
