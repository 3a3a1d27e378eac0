import type { NetworkDocument } from '../../document.ts';
import { chain } from '../chain.ts';
import type { PaperPreset } from './paper-preset.ts';

/** A chain whose activation is before the weights: f sits on the connections between hidden layers, nodes are linear. */
function activationBefore(units: readonly number[], precision: number): NetworkDocument {
  const { nodes, connections } = chain(units, 'identity', { precision });
  return {
    nodes,
    connections: connections.map((it) => (it.from === 'x0' ? it : { ...it, activation: 'tanh' as const })),
  };
}

export const weakOutput: PaperPreset = {
  id: 'weak-output',
  label: 'A weak output',
  summary:
    'Whittington and Bogacz 2017: the less the output insists, the closer strict learning is to backprop.',
  document: {
    version: 1,
    title: 'A weak output',
    network: activationBefore([2, 8, 8, 1], 0.01),
    data: { name: 'circle', samples: 256 },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 400, start: 'forward' },
    learning: { optimizer: 'sgd', learningRate: 0.1, batchSize: 32 },
  },
};
