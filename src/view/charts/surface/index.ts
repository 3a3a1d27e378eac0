import type { Chart } from '../chart.ts';
import Surface from './Surface.svelte';
import { describe, fits, table } from './surface.ts';

export const surface: Chart = {
  id: 'surface',
  panel: 'output',
  label: 'Surface',
  fits,
  title: () => 'Decision surface',
  describe,
  table,
  about: [
    'The forward pass at every point of the input plane: blue where the output is positive, orange where it is negative, with a line where it is zero. Click a sample to choose it. While backprop learns beside, from the same weights on the same batches, it answers right of the divider: drag it, or move it with the arrow keys.',
  ],
  component: Surface,
};
