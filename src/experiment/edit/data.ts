import { type DatasetId, datasetIds, datasets } from '#core/datasets/index.ts';
import type { Issue } from '#core/issue.ts';
import type { ValueNode } from '#core/network/network.ts';
import { inputOf, targetOf } from '#core/network/topology.ts';
import { namedData, targetUnitsFor } from '../data-fit.ts';
import { describe } from '../describe.ts';
import type { Experiment, NamedData } from '../experiment.ts';
import { parseData } from '../parse-data.ts';
import { fitSetting } from '../read.ts';
import { createReport } from '../report.ts';
import { settings } from '../schema.ts';
import { type Edited, refused } from './edited.ts';
import { reshape } from './reshape.ts';

/** Chooses a data set by name; the input and the target node are made to fit it, and issues say how. */
export function setData(experiment: Experiment, name: DatasetId): Edited {
  const { network, data } = experiment;
  if (data.name === name) return { experiment, issues: [] };
  if (!datasetIds.includes(name)) {
    const message = `data.name is not known: ${describe(name)}. Accepted: ${datasetIds.join(', ')}.`;
    return refused(experiment, 'unknown-value', 'data.name', message);
  }
  const input = inputOf(network);
  const target = targetOf(network);
  const { inputUnits, classes, maxNoise } = datasets[name];
  const likelihood = classes === null ? 'gaussian' : target.likelihood;
  const fitting = targetUnitsFor(name, likelihood === 'categorical');
  const units = fitting.includes(target.units) ? target.units : fitting[0]!;
  const changed = new Map<ValueNode, ValueNode>([
    [input, { ...input, units: inputUnits }],
    [target, { ...target, units, likelihood }],
  ]);
  const notes = network.nodes.flatMap((node, i) => describeChange(node, changed.get(node) ?? node, i, name));
  const noise = data.name === 'rows' ? settings.noise.default : Math.min(data.noise, maxNoise);
  return reshape(
    experiment,
    { ...network, nodes: network.nodes.map((it) => changed.get(it) ?? it) },
    namedData(name, { seed: data.seed, noise }),
    notes,
  );
}

function describeChange(before: ValueNode, after: ValueNode, i: number, name: DatasetId): Issue[] {
  const at = `network.nodes[${i}]`;
  const say = (field: 'units' | 'likelihood'): Issue => ({
    code: 'data',
    at: `${at}.${field}`,
    message: `${at}.${field} of ${before.id} is now ${after[field]} instead of ${before[field]}, as ${name} needs it.`,
  });
  return (['units', 'likelihood'] as const).filter((it) => before[it] !== after[it]).map(say);
}

/** How a set is drawn and divided; of a document's own rows only `seed` and `split` can be set. */
export function setSampling(experiment: Experiment, changes: Partial<Omit<NamedData, 'name'>>): Edited {
  const { data, network } = experiment;
  const report = createReport();
  if (data.name !== 'rows') {
    const sampled = parseData({ ...data, ...changes }, network, report);
    return { experiment: sampled ? { ...experiment, data: sampled } : experiment, issues: report.issues };
  }
  const [seed, seedIssue] = fitSetting(changes.seed ?? data.seed, 'data.seed', settings.dataSeed);
  const [split, splitIssue] = fitSetting(changes.split ?? data.split, 'data.split', settings.split);
  const unused = (['samples', 'noise'] as const).filter((it) => changes[it] !== undefined);
  const issues = unused.map((it): Issue => {
    const message = `data.${it} was ignored: the rows of this experiment are its own.`;
    return { code: 'unknown-field', at: `data.${it}`, message };
  });
  return {
    experiment: { ...experiment, data: { ...data, seed, split } },
    issues: [...issues, ...[seedIssue, splitIssue].filter((it) => it !== null)],
  };
}
