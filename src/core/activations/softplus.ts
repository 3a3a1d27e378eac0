import type { Activation } from './activation.ts';
import { sigmoid } from './sigmoid.ts';

/** log(1 + eᵃ), without overflow. */
export const softplus: Activation = {
  id: 'softplus',
  label: 'softplus',
  f: (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
  df: sigmoid.f,
  wgsl: { f: 'softPlus(a)', df: 'logistic(a)' },
  initialVariance: 1,
  kinks: [],
  domain: [-Infinity, Infinity],
};
