import type { Activation } from './activation.ts';

/** a above zero, a/100 below. */
export const leakyRelu: Activation = {
  id: 'leaky-relu',
  label: 'leaky ReLU',
  f: (a) => (a > 0 ? a : 0.01 * a),
  df: (a) => (a > 0 ? 1 : 0.01),
  wgsl: { f: 'select(0.01 * a, a, a > 0.0)', df: 'select(0.01, 1.0, a > 0.0)' },
  initialVariance: 2,
  kinks: [0],
  domain: [-Infinity, Infinity],
};
