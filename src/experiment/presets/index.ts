import { agreementDial } from './agreement-dial.ts';
import { blank } from './blank.ts';
import { deep } from './deep.ts';
import { digits } from './digits.ts';
import { first } from './first.ts';
import { oneNeuron } from './one-neuron.ts';
import type { Preset } from './preset.ts';
import { sine } from './sine.ts';
import { skipGraph } from './skip-graph.ts';
import { spiral } from './spiral.ts';
import { xorFixed } from './xor-fixed.ts';

export { type Preset, presetGroups } from './preset.ts';

/** Every preset, group by group; the page opens with the first. */
export const presets: readonly Preset[] = [
  first,
  oneNeuron,
  deep,
  agreementDial,
  xorFixed,
  skipGraph,
  spiral,
  sine,
  digits,
  blank,
];
export const presetIds: readonly string[] = presets.map((it) => it.id);
