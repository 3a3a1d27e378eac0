import type { Check } from '../check.ts';
import { exactAtOne, textbook, zeroDivergence } from './backprop.ts';
import { backpropIsSlope, localIsSlope } from './derivatives.ts';
import { fallingEnergy } from './energy.ts';
import { bothEngines, presentEngine } from './engines.ts';
import { linearEquilibrium } from './equilibrium.ts';
import { binomialLaw, risingTotal } from './fixed-prediction.ts';
import {
  clampedStays,
  deterministic,
  incrementalSettles,
  parametersRest,
  permuting,
  splitting,
} from './promises.ts';

/** Every check, in groups: each promise on its own. */
export const checkGroups: readonly { readonly title: string; readonly checks: readonly Check[] }[] = [
  { title: 'Gradients', checks: [backpropIsSlope, textbook, localIsSlope] },
  {
    title: 'Rules',
    checks: [
      zeroDivergence,
      exactAtOne,
      binomialLaw,
      risingTotal,
      fallingEnergy,
      linearEquilibrium,
      incrementalSettles,
    ],
  },
  { title: 'Engines', checks: [presentEngine, bothEngines] },
  { title: 'Promises', checks: [deterministic, splitting, permuting, clampedStays, parametersRest] },
];

export const checks: readonly Check[] = checkGroups.flatMap((it) => it.checks);
