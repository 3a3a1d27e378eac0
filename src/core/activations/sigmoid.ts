import type { Activation } from './activation.ts';

/** 1/(1 + e⁻ᵃ), computed from e^−|a| so that neither tail loses its digits. */
const logistic = (a: number): number => {
  const e = Math.exp(-Math.abs(a));
  return (a >= 0 ? 1 : e) / (1 + e);
};

export const sigmoid: Activation = {
  id: 'sigmoid',
  label: 'sigmoid',
  f: logistic,
  df: (a) => {
    const e = Math.exp(-Math.abs(a));
    return e / ((1 + e) * (1 + e));
  },
  wgsl: { f: 'logistic(a)', df: 'logisticSlope(a)' },
  initialVariance: 1,
  kinks: [],
  domain: [-Infinity, Infinity],
};
