import { datasets } from '#core/datasets/index.ts';
import { classesOf, type Rows, shapeRows, splitRows } from '#core/datasets/rows.ts';
import { stream } from '#core/math/random.ts';
import { inputOf, targetOf } from '#core/network/topology.ts';
import type { Experiment, NamedData } from '#experiment/experiment.ts';
import type { Material } from './fitting-plan.ts';

/** Fetches a file that is served next to the page. */
export type FetchBytes = (file: string) => Promise<Uint8Array>;

/** Points a side of the grid on which an answer over the plane is drawn; points of a curve. */
export const GRID = 48;
export const CURVE = 128;

/** Where two-input answers are drawn: the rows' range, rounded outwards, square. */
export function extentOf(rows: Rows): readonly [number, number] {
  let reach = 0;
  for (const x of rows.inputs) reach = Math.max(reach, Math.abs(x));
  const padded = Math.max(1, Math.ceil(reach * 1.08 * 2) / 2);
  return [-padded, padded];
}

/** Inputs at which the network's answer is drawn: a grid for two inputs (rows from the top), a line for one, else none. */
function probesFor(rows: Rows): Float64Array {
  const [low, high] = extentOf(rows);
  if (rows.inputUnits === 1)
    return Float64Array.from({ length: CURVE }, (_, i) => low + ((high - low) * i) / (CURVE - 1));
  if (rows.inputUnits !== 2) return new Float64Array(0);
  const grid = new Float64Array(2 * GRID * GRID);
  const centre = (i: number) => low + ((high - low) * (i + 0.5)) / GRID;
  for (let row = 0; row < GRID; row++)
    for (let column = 0; column < GRID; column++)
      grid.set([centre(column), -centre(row)], 2 * (row * GRID + column));
  return grid;
}

async function namedRows(experiment: Experiment, data: NamedData, fetchBytes: FetchBytes): Promise<Rows> {
  const { name, samples, noise, seed, split } = data;
  const dataset = datasets[name];
  const drawn = dataset.generate
    ? dataset.generate({ samples, noise, random: stream(seed, 'data', name) })
    : await dataset.decode!(await fetchBytes(dataset.file!), { samples });
  const rows = shapeRows(drawn, dataset, targetOf(experiment.network).units, { split, seed });
  if (!rows)
    throw new Error(
      `the data set ${name} cannot be told by ${targetOf(experiment.network).units} target units`,
    );
  return rows;
}

function ownRows(experiment: Experiment): Rows {
  if (experiment.data.name !== 'rows') throw new Error('the document holds no rows');
  const { count, inputs, targets, split, seed } = experiment.data;
  const inputUnits = inputOf(experiment.network).units;
  const targetUnits = targetOf(experiment.network).units;
  const classes = classesOf(targets, targetUnits);
  return splitRows({ count, inputs, targets, inputUnits, targetUnits, classes }, { split, seed });
}

/** The rows of an experiment (drawn, bundled or its own) and the points its answer is drawn at. */
export async function materialOf(experiment: Experiment, fetchBytes: FetchBytes): Promise<Material> {
  const { data } = experiment;
  const rows = data.name === 'rows' ? ownRows(experiment) : await namedRows(experiment, data, fetchBytes);
  return { rows, probes: probesFor(rows) };
}
