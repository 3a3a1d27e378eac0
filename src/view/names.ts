import type { Network } from '#core/network/network.ts';
import { incoming, inputOf, levels, outgoing, targetOf } from '#core/network/topology.ts';

/** A plain chain of layers can number them; in any other graph nodes keep their own names. */
export const isChain = (network: Network): boolean =>
  network.nodes.every((it) => incoming(network, it.id).length <= 1 && outgoing(network, it.id).length <= 1);

/** What a node is called on screen: input, layer 1 …, output; in a graph with branches the document's own name. */
export function nodeName(network: Network, id: string): string {
  if (id === inputOf(network).id) return 'input';
  if (id === targetOf(network).id) return 'output';
  return isChain(network) ? `layer ${levels(network).get(id)}` : id;
}

/** "layer 1 → layer 2" */
export function connectionName(network: Network, id: string): string {
  const connection = network.connections.find((it) => it.id === id);
  if (!connection) return id;
  return `${nodeName(network, connection.from)} → ${nodeName(network, connection.to)}`;
}

/** As a heading; the document's own names keep their letters. */
export const nodeTitle = (network: Network, id: string): string => {
  const name = nodeName(network, id);
  return name === id ? id : heading(name);
};

/** Upper case for headings. */
export const heading = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Subscript digits, counted from 1: the third neuron is x₃. */
export const subscript = (unit: number): string =>
  [...String(unit + 1)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
