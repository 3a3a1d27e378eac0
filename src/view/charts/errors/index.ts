import type { Chart } from '../chart.ts';
import ErrorStrip from './ErrorStrip.svelte';
import { describe, table, title } from './errors.ts';

export const errors: Chart = {
  id: 'errors',
  panel: 'errors',
  label: 'Errors',
  fits: () => true,
  title,
  describe,
  table,
  about: [
    'Each row is a layer, the output on top; each column a settling step of the chosen sample. The darker, the larger the error: the root of the mean ε² of its neurons, a shade for every power of ten down to the floor the key names. Open a row to see its neurons.',
    'The dashed staircase is theory: from a forward start only the output has an error, and it travels one layer a step. It can arrive at t = the number of levels below the output, and not before.',
  ],
  component: ErrorStrip,
};
