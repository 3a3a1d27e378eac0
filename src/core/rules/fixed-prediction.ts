import type { Rule } from './rule.ts';

export const fixedPrediction: Rule = {
  id: 'fixed-prediction',
  label: 'Fixed prediction',
  summary:
    'Predictions stay frozen at the forward pass; errors grow until they equal the gradients of backprop.',
  source: 'Millidge, Tschantz and Buckley (2022); Rosenbaum (2022)',
  linearizedAt: 'forward',
  learns: 'afterwards',
  moves: 'by-rate',
  followsLossOnly: false,
};
