import type { Experiment } from '../experiment.ts';
import { type Edited, edited } from './edited.ts';

/** The network begins with these parameters, which fit it; what is not given is drawn from the seed. */
export const giveParameters = (experiment: Experiment, parameters: Experiment['parameters']): Edited =>
  edited({ ...experiment, parameters });
