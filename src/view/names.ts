import type { Network } from '#core/network/network.ts';
import { inputOf, levels, targetOf } from '#core/network/topology.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { CLASS_NAMES, MOST_CLASSES } from '#experiment/own-rows/plane-points.ts';

/** Layers one after another can be numbered, whatever skips there are; side by side they keep their own names. */
const isInLine = (network: Network): boolean => {
  const level = levels(network);
  return new Set(level.values()).size === level.size;
};

/** What a node is called on screen: input, layer 1 …, output; beside others the document's own name. */
export function nodeName(network: Network, id: string): string {
  if (id === inputOf(network).id) return 'input';
  if (id === targetOf(network).id) return 'output';
  return isInLine(network) ? `layer ${levels(network).get(id)}` : id;
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

/** What an output unit is called that stands for a class: the letter it was drawn as, else its number from 0, as digits have it. */
export function className({ data, network }: Experiment, unit: number): string {
  const isDrawn =
    data.name === 'rows' && inputOf(network).units === 2 && targetOf(network).units <= MOST_CLASSES;
  return (isDrawn && CLASS_NAMES[unit]) || String(unit);
}
