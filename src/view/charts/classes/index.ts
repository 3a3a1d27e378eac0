import type { Chart } from '../chart.ts';
import { curve } from '../curve/index.ts';
import { surface } from '../surface/index.ts';
import Classes from './Classes.svelte';
import { describe, table, title } from './classes.ts';

export const classes: Chart = {
  id: 'classes',
  panel: 'output',
  label: 'Answer',
  // Where the answer can be drawn over its inputs, that says more.
  fits: (scene) => !surface.fits(scene) && !curve.fits(scene),
  title,
  describe,
  table,
  about: [
    'What the layers before predict for each output unit (μ, a softmax where the output is categorical). The pin marks the class that the answer is clamped to; a free answer has none. While the network settles the hidden values move, and with them the prediction.',
  ],
  component: Classes,
};
