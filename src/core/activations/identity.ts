import type { Activation } from './activation.ts';

export const identity: Activation = {
  id: 'identity',
  label: 'identity',
  f: (a) => a,
  df: () => 1,
  wgsl: { f: 'a', df: '1.0' },
  initialVariance: 1,
  kinks: [],
  domain: [-Infinity, Infinity],
};
