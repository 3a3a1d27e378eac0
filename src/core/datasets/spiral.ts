import type { Dataset } from './dataset.ts';
import { planar } from './planar.ts';

/** ±3s (cos 3.5πs, sin 3.5πs), s uniform in [0.1, 1]; + is class 0. */
export const spiral: Dataset = {
  id: 'spiral',
  label: 'Two spirals',
  source:
    'Two intertwined spirals, after the benchmark of Lang and Witbrock (1988), with 1.6 turns instead of three.',
  inputUnits: 2,
  classes: 2,
  defaultSamples: 256,
  defaultSplit: 1,
  maxNoise: 0.3,
  generate: (options) =>
    planar(options, (label, random) => {
      const along = 0.1 + 0.9 * random();
      const radius = (label === 0 ? 3 : -3) * along;
      const angle = 3.5 * Math.PI * along;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    }),
};
