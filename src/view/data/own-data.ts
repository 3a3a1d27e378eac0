import { inputOf } from '#core/network/topology.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { samplesOf } from '#experiment/own-rows/own-samples.ts';
import { pointsOf } from '#experiment/own-rows/plane-points.ts';
import { plural } from '../format.ts';
import type { OwnDataWay } from '../page.svelte.ts';

/** Pixels a side from which an input that is a square can be drawn on. */
const LEAST_SIDE = 8;

/** The side of the image that the input is, or null where it is none. */
export function imageSide({ network }: Pick<Experiment, 'network'>): number | null {
  const side = Math.sqrt(inputOf(network).units);
  return Number.isInteger(side) && side >= LEAST_SIDE ? side : null;
}

/** Where the experiment's own rows can be edited; null where it has none. */
export function wayOf({ data }: Experiment): OwnDataWay | null {
  if (data.name !== 'rows') return null;
  return pointsOf(samplesOf(data)) ? 'points' : 'table';
}

/** "24 rows of your own: 2 inputs, 2 classes." */
export function describeRows({ data }: Experiment): string {
  if (data.name !== 'rows') return '';
  const { inputUnits, answers } = samplesOf(data);
  const told =
    answers.kind === 'classes' ? plural(answers.classes, 'class', 'classes') : plural(answers.units, 'value');
  return `${plural(data.count, 'row')}: ${plural(inputUnits, 'input')}, ${told}`;
}

/** Whether a file may hold a table, by its name. */
export const isTableFile = ({ name }: Pick<File, 'name'>): boolean =>
  /\.(csv|tsv|tab|txt|dat|data)$/i.test(name);
