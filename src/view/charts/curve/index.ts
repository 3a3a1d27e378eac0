import type { Chart } from '../chart.ts';
import CurvePlot from './CurvePlot.svelte';
import { describe, fits, table } from './curve.ts';

export const curve: Chart = {
  id: 'curve',
  panel: 'output',
  label: 'Curve',
  fits,
  title: () => 'Regression curve',
  describe,
  table,
  about: [
    'The forward pass along the input line, over the samples. The upright bar at the chosen sample is its error at the output. Click a sample to choose it.',
  ],
  component: CurvePlot,
};
