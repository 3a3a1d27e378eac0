import { inputOf } from '#core/network/topology.ts';
import type { Experiment } from '../experiment.ts';
import { type Edited, edited } from './edited.ts';
import { pinUnits, unpinUnits } from './pins.ts';

/** Holds every unit of the input at a value, one a unit, whatever the rows say, until `freeInput`. */
export const holdInput = (experiment: Experiment, values: ArrayLike<number>): Edited =>
  pinUnits(experiment, inputOf(experiment.network).id, values);

/** The input takes its values from the rows again, where it was held as a whole; single pins stay. */
export const freeInput = (experiment: Experiment): Edited =>
  isInputHeld(experiment) ? unpinUnits(experiment, inputOf(experiment.network).id) : edited(experiment);

/** Whether every unit of the input that is there is pinned. */
export function isInputHeld({ network, pins, lesions }: Experiment): boolean {
  const { id, units } = inputOf(network);
  const held = Object.keys(pins[id] ?? {}).length;
  return held > 0 && held === units - (lesions.units[id]?.length ?? 0);
}
