import type { Activation } from './activation.ts';

/** The built-in WGSL tanh is not used: NaN for large arguments on some devices, five digits on others. */
export const tanh: Activation = {
  id: 'tanh',
  label: 'tanh',
  f: Math.tanh,
  // 1 − tanh² = 4e/(1 + e)², e = e^(−2|a|): keeps its digits where tanh is flat, down to where they underflow.
  df: (a) => {
    const e = Math.exp(-2 * Math.abs(a));
    return (4 * e) / ((1 + e) * (1 + e));
  },
  wgsl: { f: 'hyperbolicTangent(a)', df: 'squaredSech(a)', both: 'hyperbolicTangentAndSlope(a)' },
  initialVariance: 1,
  kinks: [],
  domain: [-Infinity, Infinity],
};
