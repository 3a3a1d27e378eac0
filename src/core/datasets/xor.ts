import type { Dataset } from './dataset.ts';
import { planar } from './planar.ts';

/** (±1, ±1) + a point uniform in a disc of radius 0.7; class 1 where x and y differ in sign. The four discs take turns. */
export const xor: Dataset = {
  id: 'xor',
  label: 'Exclusive or',
  source:
    'Four discs, one in each quadrant, where opposite quadrants share a class: the exclusive or of two signs.',
  inputUnits: 2,
  classes: 2,
  defaultSamples: 256,
  defaultSplit: 1,
  maxNoise: 0.5,
  generate: (options) =>
    planar(options, (label, random, i) => {
      const x = i % 4 < 2 ? 1 : -1;
      const y = label === 1 ? -x : x;
      const radius = 0.7 * Math.sqrt(random());
      const angle = 2 * Math.PI * random();
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    }),
};
