import type { Activation } from './activation.ts';

/** For reproductions; defined for a ≥ 0. */
export const sqrt: Activation = {
  id: 'sqrt',
  label: 'square root',
  f: Math.sqrt,
  df: (a) => 0.5 / Math.sqrt(a),
  wgsl: { f: 'sqrt(a)', df: '0.5 / sqrt(a)' },
  initialVariance: 1,
  kinks: [],
  domain: [0, Infinity],
};
