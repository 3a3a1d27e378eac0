import type { Rule } from './rule.ts';

export const zeroDivergence: Rule = {
  id: 'zero-divergence',
  label: 'Zero-divergence',
  summary:
    'Full steps from the forward pass; each synapse learns at the moment the wave of errors reaches it. Equals backprop.',
  source: 'Song, Lukasiewicz, Xu and Bogacz (2020)',
  linearizedAt: 'values',
  learns: 'with-the-wave',
  moves: 'fully',
  followsLossOnly: false,
};
