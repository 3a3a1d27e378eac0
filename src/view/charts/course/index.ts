import type { Chart } from '../chart.ts';
import CoursePlot from './CoursePlot.svelte';
import { describe, table, title } from './course.ts';
import MeasureSwitch from './MeasureSwitch.svelte';

export const course: Chart = {
  id: 'course',
  panel: 'agreement',
  label: 'Over t',
  fits: () => true,
  title,
  describe,
  table,
  about: [
    'What the gradient would be if settling stopped at t, beside backprop’s at the forward pass: the same rows, the same weights, t = 0 … T in one go. A line per layer of synapses, named after the layer they predict; the black one is all weights together. Under zero-divergence each synapse learns when the wave reaches it and keeps that. Click or drag to go to a recorded step.',
    'Angle, scale ‖g‖/‖b‖ and relative error ‖g − b‖/‖b‖ as in the scatter. Signs: of the weights that both gradients would move, the share that they move the same way; half is what chance gives.',
    'Dashed is theory, computed without the engine. Fixed prediction: k layers below the output the share P[Binomial(t, ηπ) ≥ k] of the error has arrived. Linear networks under strict rules: the equilibrium, solved for. Triangles on the axis: the step at which an error can first be there.',
  ],
  component: CoursePlot,
  switches: MeasureSwitch,
};
