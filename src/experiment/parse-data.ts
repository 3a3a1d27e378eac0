import type { Dataset } from '#core/datasets/dataset.ts';
import { type DatasetId, datasetIds, datasets } from '#core/datasets/index.ts';
import type { Network, ValueNode } from '#core/network/network.ts';
import { inputOf, targetOf } from '#core/network/topology.ts';
import { inferredData, misfit, namedData } from './data-fit.ts';
import { describe, formatNumber, isList, isNumberList } from './describe.ts';
import type { NamedData, OwnRows } from './experiment.ts';
import { limits } from './limits.ts';
import { type Fields, readChoice, readFields, readObject, readSetting } from './read.ts';
import { readMatrix } from './read-array.ts';
import type { Report } from './report.ts';
import { settings } from './schema.ts';

const NAMED_FIELDS = ['name', 'samples', 'noise', 'seed', 'split'];
const ROWS_FIELDS = ['name', 'inputs', 'targets', 'split', 'seed'];
/** What the sum of a categorical row may be off by, for rows rounded to four digits. */
const SUM_TOLERANCE = 1e-4;

/** Data that fits the network, or null and at least one refusal. Without data, some that fits is inferred. */
export function parseData(value: unknown, network: Network, report: Report): NamedData | OwnRows | null {
  if (value === undefined) return infer(network, report);
  const object = readObject(value, 'data', report);
  if (!object) return null;
  const own = Object.hasOwn(object, 'name') && object.name === 'rows';
  const field = readFields(object, 'data', own ? ROWS_FIELDS : NAMED_FIELDS, report);
  if (!field) return null;
  if (own) return parseRows(field, network, report);
  const name = readChoice<DatasetId | 'rows'>(field('name'), 'data.name', [...datasetIds, 'rows'], report);
  return name === null || name === 'rows' ? null : parseNamed(name, field, network, report);
}

/** A set that fits is a default like any other; a row of zeros stands in for rows, which is said. */
function infer(network: Network, report: Report): NamedData | OwnRows {
  const data = inferredData(network);
  if (data.name !== 'rows') return data;
  const hint = 'Add data: { "name": "rows", "inputs": [[…]], "targets": [[…]] }.';
  report.repair(
    'data',
    'data',
    'data is missing and no data set fits the network: one row of zeros is used.',
    hint,
  );
  return data;
}

function parseNamed(name: DatasetId, field: Fields, network: Network, report: Report): NamedData | null {
  const issue = misfit(name, network);
  if (issue) report.refuseAll([issue]);
  const {
    defaultSamples,
    defaultSplit,
    maxNoise,
    mostSamples = settings.samples.max,
  }: Dataset = datasets[name];
  const noise = readSetting(field('noise'), 'data.noise', settings.noise, report);
  if (maxNoise === 0 && noise > 0)
    report.repair(
      'out-of-range',
      'data.noise',
      `data.noise must be 0 for ${name}, which takes no noise; found ${noise}, and 0 is used.`,
    );
  const data = namedData(name, {
    samples: readSetting(
      field('samples'),
      'data.samples',
      { ...settings.samples, max: mostSamples },
      report,
      defaultSamples,
    ),
    noise: maxNoise === 0 ? 0 : noise,
    seed: readSetting(field('seed'), 'data.seed', settings.dataSeed, report),
    split: readSetting(field('split'), 'data.split', settings.split, report, defaultSplit),
  });
  return issue ? null : data;
}

function parseRows(field: Fields, network: Network, report: Report): OwnRows | null {
  const input = inputOf(network);
  const target = targetOf(network);
  const split = readSetting(field('split'), 'data.split', settings.split, report);
  const seed = readSetting(field('seed'), 'data.seed', settings.dataSeed, report);
  const count = countRows(field, input, target, report);
  if (count === null) return null;
  const read = (key: string, { id, units }: ValueNode): Float64Array | null => {
    const reason = `there are ${formatNumber(count)} rows and ${id} has ${formatNumber(units)} units`;
    return readMatrix(field(key), count, units, `data.${key}`, reason, report);
  };
  const inputs = read('inputs', input);
  const targets = read('targets', target);
  if (!inputs || !targets) return null;
  if (target.likelihood === 'categorical' && !areDistributions(targets, target, report)) return null;
  return { name: 'rows', count, inputs, targets, split, seed };
}

/** Rows in `inputs`, found before a number is read; null and a refusal where rows are missing, uneven or too many. */
function countRows(field: Fields, input: ValueNode, target: ValueNode, report: Report): number | null {
  const count = countIn(field('inputs'), input.units, 'data.inputs', report);
  const targets = countIn(field('targets'), target.units, 'data.targets', report);
  if (count === null || targets === null) return null;
  if (count !== targets)
    return report.refuse(
      'shape',
      'data.targets',
      `data.targets must have as many rows as data.inputs, ${formatNumber(count)}; found ${formatNumber(targets)}.`,
    );
  const most = Math.min(limits.rows, Math.floor(limits.dataNumbers / (input.units + target.units)));
  if (count <= most) return count;
  const message = `data.inputs may have up to ${formatNumber(most)} rows of this width; found ${formatNumber(count)}.`;
  return report.refuse('limit', 'data.inputs', message);
}

function countIn(value: unknown, units: number, at: string, report: Report): number | null {
  if (!isNumberList(value)) {
    const code = value === undefined ? 'missing' : 'wrong-type';
    return report.refuse(
      code,
      at,
      `${at} must be a list of rows of ${units} numbers; found ${describe(value)}.`,
    );
  }
  if (value.length === 0) return report.refuse('missing', at, `${at} is empty: at least one row is needed.`);
  return isList(value) ? value.length : Math.ceil(value.length / units);
}

function areDistributions(targets: Float64Array, { id, units }: ValueNode, report: Report): boolean {
  for (let row = 0; row * units < targets.length; row++) {
    const numbers = targets.subarray(row * units, (row + 1) * units);
    const sum = numbers.reduce((total, it) => total + it, 0);
    const negative = numbers.find((it) => it < 0);
    if (negative === undefined && Math.abs(sum - 1) <= SUM_TOLERANCE) continue;
    const at = `data.targets[${row}]`;
    const found = negative === undefined ? `a sum of ${sum}` : negative;
    const rule = 'must have numbers of at least 0 that sum to 1';
    report.refuse('data', at, `${at} ${rule}, as ${id} is categorical; found ${found}.`);
    return false;
  }
  return true;
}
