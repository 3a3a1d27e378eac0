import { circle } from './circle.ts';
import { digits } from './digits.ts';
import { moons } from './moons.ts';
import { sine } from './sine.ts';
import { spiral } from './spiral.ts';
import { xor } from './xor.ts';

/** Every data set, in the order it is offered. */
export const datasets = { circle, xor, moons, spiral, sine, digits };

export type DatasetId = keyof typeof datasets;

export const datasetIds = Object.keys(datasets) as readonly DatasetId[];
