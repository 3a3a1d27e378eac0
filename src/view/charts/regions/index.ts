import type { Chart } from '../chart.ts';
import ClassRegions from './ClassRegions.svelte';
import { describe, fits, table } from './regions.ts';

export const regions: Chart = {
  id: 'regions',
  panel: 'output',
  label: 'Regions',
  fits,
  title: () => 'Class regions',
  describe,
  table,
  about: [
    'The forward pass at every point of the input plane, coloured by the class whose output is largest: the stronger the colour, the further it is ahead of the second. Lines are where the lead changes. Click a sample to choose it. While backprop learns beside, from the same weights on the same batches, it answers right of the divider: drag it, or move it with the arrow keys.',
  ],
  component: ClassRegions,
};
