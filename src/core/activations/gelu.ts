import type { Activation } from './activation.ts';
import { sigmoid } from './sigmoid.ts';

const ROOT = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;
const argument = (a: number) => 2 * ROOT * (a + CUBIC * a * a * a);

/** ½a(1 + tanh(√(2/π)(a + 0.044715a³))), the tanh form of Hendrycks and Gimpel (2016). */
export const gelu: Activation = {
  id: 'gelu',
  label: 'GELU',
  // ½(1 + tanh u) = logistic(2u), which keeps its digits where tanh comes close to −1.
  f: (a) => a * sigmoid.f(argument(a)),
  df: (a) => {
    const u = argument(a);
    const slope = sigmoid.df(u);
    // Where the logistic is flat the second term is 0, also when a² overflows.
    return sigmoid.f(u) + (slope === 0 ? 0 : a * slope * 2 * ROOT * (1 + 3 * CUBIC * a * a));
  },
  wgsl: { f: 'gaussianErrorUnit(a)', df: 'gaussianErrorUnitSlope(a)' },
  initialVariance: 2,
  kinks: [],
  domain: [-Infinity, Infinity],
};
