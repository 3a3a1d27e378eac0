import type { Preset } from './preset.ts';

export const skipGraph: Preset = {
  id: 'skip-graph',
  label: 'A shortcut',
  group: 'Is it backprop?',
  summary: 'One connection skips a layer; under zero-divergence the wave of errors still equals backprop.',
  document: {
    version: 1,
    title: 'A shortcut',
    network: {
      nodes: [
        { id: 'x0', units: 2, clamp: { learning: 'input', testing: 'input' } },
        { id: 'x1', units: 8, activation: 'tanh' },
        { id: 'x2', units: 8, activation: 'tanh' },
        { id: 'x3', units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'w1', from: 'x0', to: 'x1' },
        { id: 'w2', from: 'x1', to: 'x2' },
        { id: 'w3', from: 'x2', to: 'x3' },
        { id: 'w4', from: 'x1', to: 'x3' },
      ],
    },
    data: { name: 'moons', samples: 256 },
    inference: { rule: 'zero-divergence' },
    learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 32 },
  },
};
