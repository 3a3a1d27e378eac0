import type { Activation } from './activation.ts';

/** The built-in WGSL tanh is not used: NaN for large arguments on some devices, five digits on others. */
export const tanh: Activation = {
  id: 'tanh',
  label: 'tanh',
  f: Math.tanh,
  df: (a) => {
    const y = Math.tanh(a);
    return 1 - y * y;
  },
  wgsl: { f: 'hyperbolicTangent(a)', df: 'squaredSech(a)' },
  initialVariance: 1,
  kinks: [],
  domain: [-Infinity, Infinity],
};
