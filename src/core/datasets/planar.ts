import { gaussian, type Random } from '#core/math/random.ts';
import type { GenerateOptions, Samples } from './dataset.ts';

/** Where sample `i` of class `label` lies before noise. */
export type Place = (label: 0 | 1, random: Random, i: number) => readonly [x: number, y: number];

/** Two classes in the plane, in turn 0 1 0 1 …, each point with normal noise on both coordinates. */
export function planar({ samples, noise, random }: GenerateOptions, place: Place): Samples {
  const normal = gaussian(random);
  const inputs = new Float64Array(2 * samples);
  const labels = new Float64Array(samples);
  for (let i = 0; i < samples; i++) {
    const label = i % 2 === 0 ? 0 : 1;
    const [x, y] = place(label, random, i);
    inputs[2 * i] = x + noise * normal();
    inputs[2 * i + 1] = y + noise * normal();
    labels[i] = label;
  }
  return { count: samples, inputs, labels };
}
