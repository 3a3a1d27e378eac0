import type { Activation } from './activation.ts';

/** For reproductions. */
export const tan: Activation = {
  id: 'tan',
  label: 'tangent',
  f: Math.tan,
  df: (a) => 1 / Math.cos(a) ** 2,
  wgsl: { f: 'sine(a) / cosine(a)', df: '1.0 / (cosine(a) * cosine(a))' },
  initialVariance: 1,
  kinks: [],
  domain: [-Infinity, Infinity],
};
