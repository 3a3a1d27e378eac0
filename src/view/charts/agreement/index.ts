import type { Chart } from '../chart.ts';
import AgreementPlot from './AgreementPlot.svelte';
import { describe, table, title } from './agreement.ts';
import { definitions, verdictDefinitions } from './definitions.ts';

export const agreement: Chart = {
  id: 'agreement',
  panel: 'agreement',
  label: 'Scatter',
  fits: () => true,
  title,
  describe,
  table,
  about: [
    'Every mark is one weight: across, the gradient b of backprop; up, the gradient g of the present rule. On the dashed line both are equal; within the grey wedge they differ by at most 10 %. Click a mark to choose its synapse, which is then ringed. By keyboard: arrows lead to the next larger or smaller gradient, Enter chooses.',
    'Of more than 10,000 weights the image shows how many fall in each square, darker for more, on a log scale (those with both gradients exactly 0 are left out); a click chooses the weight nearest to it. Symlog axes are linear near 0 and go by decades beyond, for gradients of very different sizes. A layer in the table can be shown alone.',
    ...verdictDefinitions,
    ...definitions,
  ],
  component: AgreementPlot,
};
