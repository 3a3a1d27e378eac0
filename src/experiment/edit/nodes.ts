import type { NodeId } from '#core/network/network.ts';
import { describe } from '../describe.ts';
import type { Experiment } from '../experiment.ts';
import { fitSetting } from '../read.ts';
import { settings } from '../schema.ts';
import { type Edited, refused } from './edited.ts';
import { reshape } from './reshape.ts';

/** Of the input and the target the data decides: other numbers than it takes are refused. */
export function setUnits(experiment: Experiment, id: NodeId, units: number): Edited {
  const { nodes, connections } = experiment.network;
  const i = nodes.findIndex((it) => it.id === id);
  const node = nodes[i];
  if (!node) return refused(experiment, 'unknown-id', 'network.nodes', `No node is called ${describe(id)}.`);
  const [fitted, issue] = fitSetting(units, `network.nodes[${i}].units`, settings.units, node.units);
  return reshape(
    experiment,
    { nodes: nodes.with(i, { ...node, units: fitted }), connections },
    experiment.data,
    issue ? [issue] : [],
  );
}

export function setPrecision(experiment: Experiment, id: NodeId, precision: number): Edited {
  const { network } = experiment;
  const i = network.nodes.findIndex((it) => it.id === id);
  const node = network.nodes[i];
  if (!node) return refused(experiment, 'unknown-id', 'network.nodes', `No node is called ${describe(id)}.`);
  const at = `network.nodes[${i}].precision`;
  const [fitted, issue] = fitSetting(precision, at, settings.precision, node.precision);
  const nodes = network.nodes.with(i, { ...node, precision: fitted });
  return { experiment: { ...experiment, network: { ...network, nodes } }, issues: issue ? [issue] : [] };
}
