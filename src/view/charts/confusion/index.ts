import type { Chart } from '../chart.ts';
import ConfusionMatrix from './ConfusionMatrix.svelte';
import { describe, fits, table } from './confusion.ts';

export const confusion: Chart = {
  id: 'confusion',
  panel: 'output',
  label: 'Confusion',
  fits,
  title: () => 'Confusion of classes',
  describe,
  table,
  about: [
    'How often the forward pass answered samples of each class (rows) with each class (columns), counted after every epoch over the test samples, or over the training samples where there are no others. What is right lies on the framed diagonal. A cell is inked by its share of the row, on a root scale, so that rare mistakes are seen. At the end of each row: the share that is right.',
  ],
  component: ConfusionMatrix,
};
