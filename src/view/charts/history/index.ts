import type { Chart } from '../chart.ts';
import History from './History.svelte';
import { describe, table } from './history.ts';

export const history: Chart = {
  id: 'history',
  panel: 'history',
  label: 'Learning',
  fits: () => true,
  title: () => 'Learning',
  describe,
  table,
  about: [
    'The loss is the energy of the output alone, after a forward pass, averaged over the samples; its precision is included. Round marks are training samples, square marks test samples, dashed lines the same run by backprop, dotted ones a run put aside. Where weights of earlier epochs were recorded, click or drag to go back to one.',
  ],
  component: History,
};
