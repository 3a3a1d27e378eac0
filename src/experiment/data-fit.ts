import { type DatasetId, datasets } from '#core/datasets/index.ts';
import type { Issue } from '#core/issue.ts';
import type { Network } from '#core/network/network.ts';
import { inputOf, targetOf } from '#core/network/topology.ts';
import type { NamedData, OwnRows } from './experiment.ts';
import { settings } from './schema.ts';

/** How many target units can tell the set's classes or its value; a categorical target needs one per class. */
export const targetUnitsFor = (name: DatasetId, categorical: boolean): readonly number[] =>
  unitsForClasses(datasets[name].classes, categorical);

/** The same for any number of classes; null: a value. */
export function unitsForClasses(classes: number | null, categorical: boolean): readonly number[] {
  if (classes === null) return categorical ? [] : [1];
  return classes === 2 && !categorical ? [1, 2] : [classes];
}

/** Why the network cannot take the set, or null where it can. */
export function misfit(name: DatasetId, network: Network): Issue | null {
  const input = inputOf(network);
  const target = targetOf(network);
  const { inputUnits } = datasets[name];
  if (input.units !== inputUnits)
    return shape(`${name} needs ${inputUnits} input units, but ${input.id} has ${input.units}`);
  const fitting = targetUnitsFor(name, target.likelihood === 'categorical');
  if (fitting.includes(target.units)) return null;
  const kind = target.likelihood === 'categorical' ? 'categorical target' : 'target';
  if (fitting.length === 0)
    return shape(`${name} is a regression and needs a gaussian target, but ${target.id} is categorical`);
  return shape(
    `${name} needs ${fitting.join(' or ')} units on a ${kind}, but ${target.id} has ${target.units}`,
  );
}

const shape = (why: string): Issue => ({
  code: 'shape',
  at: 'data.name',
  message: `data.name does not fit the network: ${why}.`,
  hint: 'Choose another data set or change the number of units.',
});

/** The set as it comes, unless something else is asked for. */
export function namedData(name: DatasetId, chosen: Partial<Omit<NamedData, 'name'>> = {}): NamedData {
  const { defaultSamples, defaultSplit } = datasets[name];
  return {
    name,
    samples: defaultSamples,
    noise: settings.noise.default,
    seed: settings.dataSeed.default,
    split: defaultSplit,
    ...chosen,
  };
}

/** In the order of preference for a document that names no data. */
const USUAL: readonly DatasetId[] = ['circle', 'sine', 'digits'];

/** Data for a network that came without: a set that fits or, where none does, one row of zeros (of the first class). */
export function inferredData(network: Network): NamedData | OwnRows {
  const fitting = USUAL.find((name) => misfit(name, network) === null);
  if (fitting) return namedData(fitting);
  const target = targetOf(network);
  const targets = new Float64Array(target.units);
  if (target.likelihood === 'categorical') targets[0] = 1;
  const inputs = new Float64Array(inputOf(network).units);
  return {
    name: 'rows',
    count: 1,
    inputs,
    targets,
    split: settings.split.default,
    seed: settings.dataSeed.default,
  };
}
