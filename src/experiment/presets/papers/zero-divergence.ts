import type { NetworkDocument } from '../../document.ts';
import { chain } from '../chain.ts';
import type { PaperPreset } from './paper-preset.ts';

const preset = (id: string, label: string, summary: string, network: NetworkDocument): PaperPreset => ({
  id,
  label,
  summary,
  document: {
    version: 1,
    title: label,
    network,
    data: { name: 'moons', samples: 256 },
    inference: { rule: 'zero-divergence' },
    learning: { optimizer: 'sgd', learningRate: 0.1, batchSize: 32 },
  },
});

const layers = chain([2, 8, 8, 8, 1], 'tanh');

export const wave: PaperPreset = preset(
  'zero-divergence-layers',
  'One wave of errors',
  'Song et al. 2020: each connection learns when the wave of errors passes, and its gradient is backprop’s.',
  layers,
);

export const wavesMeet: PaperPreset = preset(
  'zero-divergence-graph',
  'Waves that must meet',
  'Salvatori et al. 2022: relays hold a shortcut’s error back until the longer way has come as far.',
  { nodes: layers.nodes, connections: [...layers.connections, { id: 'skip', from: 'x1', to: 'x4' }] },
);
