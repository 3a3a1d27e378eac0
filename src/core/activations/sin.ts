import type { Activation } from './activation.ts';

/** For reproductions. WGSL promises only three digits of sin, so ours is used. */
export const sin: Activation = {
  id: 'sin',
  label: 'sine',
  f: Math.sin,
  df: Math.cos,
  wgsl: { f: 'sine(a)', df: 'cosine(a)' },
  initialVariance: 1,
  kinks: [],
  domain: [-Infinity, Infinity],
};
