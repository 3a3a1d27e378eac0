import { incrementalUpdates } from './incremental.ts';
import { innerLoopOnce } from './inner-loop-once.ts';
import type { PaperPreset } from './paper-preset.ts';
import { prospectiveConfiguration } from './prospective-configuration.ts';
import { digitsFixed, digitsStrict, toyFixed, toyStrict } from './rosenbaum.ts';
import { scalarGraph } from './scalar-graph.ts';
import { torchDefaults } from './torch-defaults.ts';
import { vanishingEnergy } from './vanishing-energy.ts';
import { weakOutput } from './weak-output.ts';
import { wave, wavesMeet } from './zero-divergence.ts';

export type { PaperPreset } from './paper-preset.ts';

/** The settings of published results. Fetched when asked for: no first picture needs them. */
export const paperPresets: readonly PaperPreset[] = [
  toyFixed,
  toyStrict,
  digitsFixed,
  digitsStrict,
  torchDefaults,
  scalarGraph,
  weakOutput,
  wave,
  wavesMeet,
  prospectiveConfiguration,
  vanishingEnergy,
  innerLoopOnce,
  incrementalUpdates,
];
