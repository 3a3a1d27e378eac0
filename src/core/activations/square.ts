import type { Activation } from './activation.ts';

/** For reproductions. */
export const square: Activation = {
  id: 'square',
  label: 'square',
  f: (a) => a * a,
  df: (a) => 2 * a,
  wgsl: { f: 'a * a', df: '2.0 * a' },
  initialVariance: 1,
  kinks: [],
  domain: [-Infinity, Infinity],
};
