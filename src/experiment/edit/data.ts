import { type DatasetId, datasetIds, datasets } from '#core/datasets/index.ts';
import type { Issue } from '#core/issue.ts';
import type { Network, ValueNode } from '#core/network/network.ts';
import { inputOf, targetOf } from '#core/network/topology.ts';
import { namedData, unitsForClasses } from '../data-fit.ts';
import { describe, formatNumber } from '../describe.ts';
import type { Experiment, NamedData, OwnRows } from '../experiment.ts';
import { limits } from '../limits.ts';
import { codeClasses, type OwnSamples } from '../own-rows/own-samples.ts';
import { parseData } from '../parse-data.ts';
import { fitSetting } from '../read.ts';
import { createReport } from '../report.ts';
import { settings } from '../schema.ts';
import { type Edited, refused } from './edited.ts';
import { freeInput } from './hold-input.ts';
import { reshape } from './reshape.ts';

/** Chooses a data set by name; the input and the target node are made to fit it, and issues say how. */
export function setData(experiment: Experiment, name: DatasetId): Edited {
  const { network, data } = experiment;
  if (data.name === name) return { experiment, issues: [] };
  if (!datasetIds.includes(name)) {
    const message = `data.name is not known: ${describe(name)}. Accepted: ${datasetIds.join(', ')}.`;
    return refused(experiment, 'unknown-value', 'data.name', message);
  }
  const { inputUnits, classes, maxNoise } = datasets[name];
  const noise = data.name === 'rows' ? settings.noise.default : Math.min(data.noise, maxNoise);
  const { nodes, notes } = fitEnds(network, inputUnits, classes, `as ${name} needs it`);
  const chosen = namedData(name, { seed: data.seed, noise });
  return reshape(freeInput(experiment).experiment, { ...network, nodes }, chosen, notes);
}

/** A person's own rows become the data; the input and the target node are made to fit them, and issues say how. */
export function setRows(experiment: Experiment, { count, inputUnits, inputs, answers }: OwnSamples): Edited {
  const { network, data } = experiment;
  const most = Math.min(limits.rows, Math.floor(limits.dataNumbers / (inputUnits + 1)));
  if (count < 1 || count > most) {
    const message = `data.inputs must have from 1 to ${formatNumber(most)} rows; found ${formatNumber(count)}.`;
    return refused(experiment, 'limit', 'data.inputs', message);
  }
  const classes = answers.kind === 'classes' ? answers.classes : null;
  const numbers = answers.kind === 'numbers' ? answers.units : 1;
  const { nodes, notes } = fitEnds(network, inputUnits, classes, 'as these rows need it', numbers);
  const { units } = targetOf({ ...network, nodes });
  const targets = answers.kind === 'classes' ? codeClasses(answers.labels, units) : answers.values;
  const split = data.name === 'rows' ? data.split : settings.split.default;
  const rows: OwnRows = { name: 'rows', count, inputs, targets, split, seed: data.seed };
  return reshape(freeInput(experiment).experiment, { ...network, nodes }, rows, notes);
}

/** The nodes with an input and a target that can take the data, and what changed. A value needs a gaussian target. */
function fitEnds(
  network: Network,
  inputUnits: number,
  classes: number | null,
  reason: string,
  numbers = 1,
): { nodes: readonly ValueNode[]; notes: readonly Issue[] } {
  const input = inputOf(network);
  const target = targetOf(network);
  const likelihood = classes === null ? 'gaussian' : target.likelihood;
  const fitting = classes === null ? [numbers] : unitsForClasses(classes, likelihood === 'categorical');
  const units = fitting.includes(target.units) ? target.units : fitting[0]!;
  const changed = new Map<ValueNode, ValueNode>([
    [input, { ...input, units: inputUnits }],
    [target, { ...target, units, likelihood }],
  ]);
  return {
    nodes: network.nodes.map((it) => changed.get(it) ?? it),
    notes: network.nodes.flatMap((node, i) => describeChange(node, changed.get(node) ?? node, i, reason)),
  };
}

function describeChange(before: ValueNode, after: ValueNode, i: number, reason: string): Issue[] {
  const at = `network.nodes[${i}]`;
  const say = (field: 'units' | 'likelihood'): Issue => ({
    code: 'data',
    at: `${at}.${field}`,
    message: `${at}.${field} of ${before.id} is now ${after[field]} instead of ${before[field]}, ${reason}.`,
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
