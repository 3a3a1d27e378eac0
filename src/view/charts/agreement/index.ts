import type { Chart } from '../chart.ts';
import AgreementPlot from './AgreementPlot.svelte';
import { describe, table, title } from './agreement.ts';

export const agreement: Chart = {
  id: 'agreement',
  panel: 'agreement',
  label: 'Scatter',
  fits: () => true,
  title,
  describe,
  table,
  about: [
    'Every mark is one weight: across, the gradient g of backprop; up, the gradient of the present rule at the present settling step. Same rows, same weights; backprop is taken at the forward pass. On the dashed line both are equal; the grey wedge is ±10 %.',
    'Angle = the angle between the two gradients of a layer, all its weights as one vector: 0° is the same direction. Scale = ‖g of the rule‖ / ‖g of backprop‖. Relative error = ‖difference‖ / ‖g of backprop‖; it mixes the two, so they are shown apart.',
    'Aligned: within 5°. Rotated: between 5° and 90°. Opposite: 90° and more, so that a small step along one raises the loss of the other. Not arrived: all gradients of the layer are still zero, or no more than rounding.',
  ],
  component: AgreementPlot,
};
