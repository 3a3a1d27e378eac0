import type { Rule } from './rule.ts';

export const strict: Rule = {
  id: 'strict',
  label: 'Strict',
  summary:
    'Predictions follow the moving values; the energy falls until forces balance, then synapses learn.',
  source: 'Whittington and Bogacz (2017)',
  linearizedAt: 'values',
  learns: 'afterwards',
  moves: 'by-rate',
  followsLossOnly: false,
};
