import type { Network } from '#core/network/network.ts';
import { isPredicted } from '#core/network/topology.ts';
import { formatNumber, pathTo } from './describe.ts';
import type { Experiment } from './experiment.ts';
import { readEntries, readFields } from './read.ts';
import { readMatrix, readVector } from './read-array.ts';
import type { Report } from './report.ts';

type Arrays = Record<string, Float64Array>;

/** The parameters that are given, in the shapes of the network; `weights` and `biases` are absent where none is. */
export function parseParameters(value: unknown, network: Network, report: Report): Experiment['parameters'] {
  if (value === undefined) return {};
  const field = readFields(value, 'parameters', ['weights', 'biases'], report);
  if (!field) return {};
  const weights = parseWeights(field('weights'), network, report);
  const biases = parseBiases(field('biases'), network, report);
  return {
    ...(Object.keys(weights).length > 0 && { weights }),
    ...(Object.keys(biases).length > 0 && { biases }),
  };
}

/** What is said of each connection, with its ends; what names none is refused. */
export function* perConnection(value: unknown, path: string, network: Network, report: Report) {
  const connections = byId(network.connections);
  const nodes = byId(network.nodes);
  for (const [id, entry] of readEntries(value, path, report) ?? []) {
    const at = pathTo(path, id);
    const connection = connections.get(id);
    if (connection) yield { id, at, entry, from: nodes.get(connection.from)!, to: nodes.get(connection.to)! };
    else {
      const known = listIds(network.connections);
      report.refuse('unknown-id', at, `${at} belongs to no connection. Connections: ${known}.`);
    }
    if (report.isFull) return;
  }
}

function parseWeights(value: unknown, network: Network, report: Report): Arrays {
  const weights: Arrays = {};
  for (const { id, at, entry, from, to } of perConnection(value, 'parameters.weights', network, report)) {
    const reason = `${to.id} has ${formatNumber(to.units)} units and ${from.id} has ${formatNumber(from.units)} ([out][in])`;
    const numbers = readMatrix(entry, to.units, from.units, at, reason, report);
    if (numbers) weights[id] = numbers;
  }
  return weights;
}

function parseBiases(value: unknown, network: Network, report: Report): Arrays {
  const biases: Arrays = {};
  const nodes = byId(network.nodes);
  for (const [id, entry] of readEntries(value, 'parameters.biases', report) ?? []) {
    if (report.isFull) break;
    const at = pathTo('parameters.biases', id);
    const node = nodes.get(id);
    if (!node) {
      report.refuse('unknown-id', at, `${at} belongs to no node. Nodes: ${listIds(network.nodes)}.`);
      continue;
    }
    if (!isPredicted(network, id)) {
      report.repair('unknown-field', at, `${at} was ignored: nothing predicts ${id}, so it has no biases.`);
      continue;
    }
    const numbers = readVector(entry, node.units, at, `${id} has ${formatNumber(node.units)} units`, report);
    if (numbers) biases[id] = numbers;
  }
  return biases;
}

export const byId = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((it) => [it.id, it]));

/** The ids there are, for a message. */
export function listIds(items: readonly { readonly id: string }[]): string {
  const ids = items.slice(0, 20).map((it) => it.id);
  return ids.join(', ') + (items.length > ids.length ? ', …' : '');
}
