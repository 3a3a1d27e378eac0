import type { Chart } from '../chart.ts';
import Energy from './Energy.svelte';
import { describe, table, title } from './energy.ts';

export const energy: Chart = {
  id: 'energy',
  panel: 'energy',
  fits: () => true,
  title,
  describe,
  table,
  about: [
    'F = Σ ½ π |x − μ|²: every layer’s squared prediction errors, weighted by their precision π, averaged over the samples. Settling moves the values downhill on F.',
    'Under fixed prediction and backprop the predictions stay frozen at the forward pass. The same sum then only counts how much error has been passed on: it rises, and it is no energy.',
  ],
  component: Energy,
};
