import type { Dataset } from './dataset.ts';
import { planar } from './planar.ts';

/** r (cos φ, sin φ), φ uniform; class 1: r uniform in [0, 1.2], class 0: r uniform in [2.4, 3]. */
export const circle: Dataset = {
  id: 'circle',
  label: 'Circle',
  source:
    'A disc (class 1) inside a ring (class 0), after the circle of the TensorFlow Playground (Smilkov and Carter, 2016).',
  inputUnits: 2,
  classes: 2,
  defaultSamples: 256,
  defaultSplit: 1,
  maxNoise: 0.5,
  generate: (options) =>
    planar(options, (label, random) => {
      const radius = label === 1 ? 1.2 * random() : 2.4 + 0.6 * random();
      const angle = 2 * Math.PI * random();
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    }),
};
