import type { Dataset } from './dataset.ts';
import { planar } from './planar.ts';

/** ±(cos φ − 1/2, sin φ − 1/4), φ uniform in [0, π]; + is class 0. */
export const moons: Dataset = {
  id: 'moons',
  label: 'Two moons',
  source: 'Two interleaving half circles, as in the make_moons of scikit-learn, centred.',
  inputUnits: 2,
  classes: 2,
  defaultSamples: 256,
  defaultSplit: 1,
  maxNoise: 0.3,
  generate: (options) =>
    planar(options, (label, random) => {
      const side = label === 0 ? 1 : -1;
      const angle = Math.PI * random();
      return [side * (Math.cos(angle) - 0.5), side * (Math.sin(angle) - 0.25)];
    }),
};
