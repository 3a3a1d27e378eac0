import type { Activation } from './activation.ts';

/** max(0, a), with derivative 0 at 0. */
export const relu: Activation = {
  id: 'relu',
  label: 'ReLU',
  f: (a) => (a > 0 ? a : 0),
  df: (a) => (a > 0 ? 1 : 0),
  wgsl: { f: 'select(0.0, a, a > 0.0)', df: 'select(0.0, 1.0, a > 0.0)' },
  initialVariance: 2,
  kinks: [0],
  domain: [-Infinity, Infinity],
};
