import type { Chart } from '../chart.ts';
import Stability from './Stability.svelte';
import { describe, table, title } from './stability.ts';

export const stability: Chart = {
  id: 'stability',
  panel: 'history',
  label: 'Stability',
  fits: () => true,
  title,
  describe,
  table,
  about: [
    'λ max is the largest eigenvalue of the Gauss–Newton curvature of the energy in the free values, where the settling of the rows on screen starts, the worst of those rows, with the weights and settings as each epoch ended: by Lanczos, to 1 %. The axis on the right reads the same line as the limit 2/λ on η.',
    'The dashed line is 2/η for the η in use. Where λ crosses it, settling overshoots further at every step (marked ×). In linear networks F never rises below it; elsewhere the limit belongs to the start state.',
    'Epochs whose weights are kept are measured when this plot is opened; of networks too large for that only those that end while it is in sight.',
  ],
  component: Stability,
};
