import type { Network } from '#core/network/network.ts';
import { incoming, nodeOf, outgoing } from '#core/network/topology.ts';
import type { Frame } from '#session/frame.ts';
import { nodeName, subscript } from '../names.ts';

/** What there is to say about a neuron of the chosen sample. */
export interface InspectedUnit {
  readonly name: string;
  readonly value: number;
  /** null where nothing predicts it. */
  readonly prediction: number | null;
  readonly error: number | null;
  readonly precision: number;
}

export interface SynapseItem {
  readonly connection: string;
  readonly out: number;
  readonly in: number;
  readonly weight: number;
  /** Of the neuron at the other end. */
  readonly name: string;
}

/** "x₂ of layer 1" */
export const unitName = (network: Network, node: string, unit: number): string =>
  `x${subscript(unit)} of ${nodeName(network, node)}`;

export function inspectUnit(network: Network, frame: Frame, id: string, unit: number): InspectedUnit | null {
  const node = frame.nodes.find((it) => it.id === id);
  if (!node || unit >= node.values.length) return null;
  return {
    name: unitName(network, id, unit),
    value: node.values[unit]!,
    prediction: node.predictions?.[unit] ?? null,
    error: node.errors?.[unit] ?? null,
    precision: nodeOf(network, id).precision,
  };
}

/** A neuron's synapses on one side, strongest first. */
export function synapsesOf(
  network: Network,
  frame: Frame,
  id: string,
  unit: number,
  side: 'in' | 'out',
  most: number,
): readonly SynapseItem[] {
  const found = (side === 'in' ? incoming(network, id) : outgoing(network, id)).flatMap(
    ({ id: connection, from, to }) => {
      const weights = frame.weights[connection];
      if (!weights) return [];
      const columns = nodeOf(network, from).units;
      const others = side === 'in' ? columns : nodeOf(network, to).units;
      return Array.from({ length: others }, (_, other): SynapseItem => {
        const [out, source] = side === 'in' ? [unit, other] : [other, unit];
        const name = unitName(network, side === 'in' ? from : to, other);
        return { connection, out, in: source, weight: weights[out * columns + source]!, name };
      });
    },
  );
  return found.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, most);
}

export interface InspectedSynapse {
  readonly from: { readonly node: string; readonly unit: number; readonly name: string };
  readonly to: { readonly node: string; readonly unit: number; readonly name: string };
  readonly weight: number;
  readonly gradient: number;
  readonly backprop: number;
}

export function inspectSynapse(
  network: Network,
  frame: Frame,
  id: string,
  out: number,
  source: number,
): InspectedSynapse | null {
  const connection = network.connections.find((it) => it.id === id);
  const weights = frame.weights[id];
  if (!connection || !weights) return null;
  const at = out * nodeOf(network, connection.from).units + source;
  return {
    from: { node: connection.from, unit: source, name: unitName(network, connection.from, source) },
    to: { node: connection.to, unit: out, name: unitName(network, connection.to, out) },
    weight: weights[at]!,
    gradient: frame.gradients[id]?.[at] ?? Number.NaN,
    backprop: frame.backprop[id]?.[at] ?? Number.NaN,
  };
}
