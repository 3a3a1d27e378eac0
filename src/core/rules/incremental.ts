import type { Rule } from './rule.ts';

export const incremental: Rule = {
  id: 'incremental',
  label: 'Incremental',
  summary: 'Values and synapses move together at every step.',
  source: 'Salvatori et al. (2024)',
  linearizedAt: 'values',
  learns: 'every-step',
  moves: 'by-rate',
  followsLossOnly: false,
};
