import type { Rule } from './rule.ts';

export const backprop: Rule = {
  id: 'backprop',
  label: 'Backprop',
  summary: 'The rival: one exact gradient of the loss, carried backwards layer by layer.',
  source: 'Rumelhart, Hinton and Williams (1986)',
  linearizedAt: 'forward',
  learns: 'afterwards',
  moves: 'fully',
  followsLossOnly: true,
};
