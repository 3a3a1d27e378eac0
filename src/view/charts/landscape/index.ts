import type { Chart } from '../chart.ts';
import Landscape from './Landscape.svelte';
import { describe, fits, table, title } from './landscape.ts';

export const landscape: Chart = {
  id: 'landscape',
  panel: 'energy',
  label: 'Landscape',
  fits,
  title,
  describe,
  table,
  about: [
    'F of the chosen sample over the values of two of its neurons. It is a slice: the other values stay as they are now, so it changes as they move, and the valley drawn at the start is not the one the path ends in.',
    'The line is the way these two values took from the open circle to the full one. Move the open circle, by dragging or with the arrow keys, to let the sample settle from there. A large step size makes the path zig-zag across the valley, then leave it.',
  ],
  component: Landscape,
};
