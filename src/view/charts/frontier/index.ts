import type { Chart } from '../chart.ts';
import Frontier from './Frontier.svelte';
import { describe, table, title } from './frontier.ts';
import SweepButtons from './SweepButtons.svelte';

export const frontier: Chart = {
  id: 'frontier',
  panel: 'agreement',
  label: 'Frontier',
  fits: () => true,
  title,
  describe,
  table,
  about: [
    'Every dot is a run: the rows on screen, settled to T or to rest under one choice of rule, η, T, π and seed. Across: the share of the energy it released, 1 − F(T)/F(0), means over those rows. Up: the angle between its gradient and backprop’s, all weights as one vector. The ring is the run on screen. Click a dot, or choose it with the arrow keys and Enter, to have its settings back.',
    'Sweep π settles the same rows with the same weights at thirty precisions of the output from 10 to 0.001, beside the page. The dashed line is theory, not measured: strict settling at rest releases π Σ|e|²/π_j per 2 · loss, and its gradient is π times backprop’s taken at values displaced by π e/π_j, where e are backprop’s errors of the unweighted loss. Both hold for π → 0.',
    'Under frozen predictions (fixed prediction, backprop) the same sum is a total error and no energy: it rises, and its runs stand in the hatched strip left of zero, as do those of whatever else did not fall.',
  ],
  component: Frontier,
  switches: SweepButtons,
};
