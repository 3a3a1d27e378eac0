import type { Activation } from './activation.ts';

const ROOT = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** ½a(1 + tanh(√(2/π)(a + 0.044715a³))), the tanh form of Hendrycks and Gimpel (2016). */
export const gelu: Activation = {
  id: 'gelu',
  label: 'GELU',
  f: (a) => 0.5 * a * (1 + Math.tanh(ROOT * (a + CUBIC * a * a * a))),
  df: (a) => {
    const t = Math.tanh(ROOT * (a + CUBIC * a * a * a));
    const sech2 = 1 - t * t;
    // Where tanh is flat the second term is 0, also when a² overflows.
    return 0.5 * (1 + t) + (sech2 === 0 ? 0 : 0.5 * a * sech2 * ROOT * (1 + 3 * CUBIC * a * a));
  },
  wgsl: { f: 'gaussianErrorUnit(a)', df: 'gaussianErrorUnitSlope(a)' },
  initialVariance: 2,
  kinks: [],
  domain: [-Infinity, Infinity],
};
