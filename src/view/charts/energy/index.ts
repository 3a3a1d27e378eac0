import type { Chart } from '../chart.ts';
import GhostButton from '../parts/GhostButton.svelte';
import Energy from './Energy.svelte';
import { describe, table, title } from './energy.ts';
import ScopeSwitch from './ScopeSwitch.svelte';

export const energy: Chart = {
  id: 'energy',
  panel: 'energy',
  label: 'Energy',
  fits: () => true,
  title,
  describe,
  table,
  about: [
    'F = Σ ½ π |x − μ|²: every layer’s squared prediction errors, weighted by their precision π: of the chosen sample, or the mean over its batch. Settling moves the values downhill on F. Click or drag to go back to a recorded step; what came after it is drawn paler.',
    'Under fixed prediction and backprop the predictions stay frozen at the forward pass. The same sum then only counts how much error has been passed on: it rises, and it is no energy.',
  ],
  component: Energy,
  switches: ScopeSwitch,
  tools: GhostButton,
};
