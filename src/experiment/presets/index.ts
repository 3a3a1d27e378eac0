import { agreementDial } from './agreement-dial.ts';
import { deep } from './deep.ts';
import { digits } from './digits.ts';
import type { Preset } from './preset.ts';
import { sine } from './sine.ts';
import { skipGraph } from './skip-graph.ts';
import { spiral } from './spiral.ts';
import { xorFixed } from './xor-fixed.ts';

export type { Preset } from './preset.ts';

/** Every preset, in the order it is offered; the page opens with the first. */
export const presets: readonly Preset[] = [agreementDial, xorFixed, skipGraph, deep, spiral, sine, digits];
export const presetIds: readonly string[] = presets.map((it) => it.id);
