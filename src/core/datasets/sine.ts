import { gaussian } from '#core/math/random.ts';
import type { Dataset } from './dataset.ts';

/** y = sin x, x uniform in [−3, 3]; the noise is added to y. */
export const sine: Dataset = {
  id: 'sine',
  label: 'Sine',
  source: 'One period of a sine, to be regressed on from one number.',
  inputUnits: 1,
  classes: null,
  defaultSamples: 256,
  defaultSplit: 1,
  maxNoise: 0.5,
  generate({ samples, noise, random }) {
    const normal = gaussian(random);
    const inputs = new Float64Array(samples);
    const labels = new Float64Array(samples);
    for (let i = 0; i < samples; i++) {
      const x = 6 * random() - 3;
      inputs[i] = x;
      labels[i] = Math.sin(x) + noise * normal();
    }
    return { count: samples, inputs, labels };
  },
};
