import { definitions } from '../agreement/definitions.ts';
import type { Chart } from '../chart.ts';
import Triptych from './Triptych.svelte';
import { describe, table, title } from './weights.ts';

export const weights: Chart = {
  id: 'weights',
  panel: 'agreement',
  label: 'Weights',
  fits: () => true,
  title,
  describe,
  table,
  about: [
    'Three pictures of each connection: the gradient of every weight by the present rule, by backprop, and the first minus the second. A row is a neuron that is predicted, a column a neuron that predicts. All three have one colour scale: blue is positive, orange negative, paper 0; full colour stands for the figure beside them.',
    'Where there are more weights than pixels, each pixel shows the largest of its block, with its sign: so the third picture is not the difference of the other two as they are drawn, but of all their weights. A click chooses the synapse of a cell, or the one that its pixel shows. By keyboard: arrows lead from cell to cell, Enter chooses.',
    ...definitions,
  ],
  component: Triptych,
};
