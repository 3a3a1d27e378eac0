import type { Network } from '#core/network/network.ts';
import { incoming, nodeOf, outgoing } from '#core/network/topology.ts';
import { rule } from '#core/rules/index.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Frame, Moment, Recorded } from '#session/frame.ts';
import type { Scene } from '../charts/chart.ts';
import { roundUp } from '../charts/parts/axis.ts';
import { nodeName, subscript } from '../names.ts';

/** What there is to say about a neuron of the chosen sample. */
export interface InspectedUnit {
  readonly name: string;
  readonly value: number;
  /** null where nothing predicts it. */
  readonly prediction: number | null;
  readonly error: number | null;
  /** What those it predicts ask of it; null where nothing asks. */
  readonly drive: number | null;
  readonly precision: number;
}

/** "x₂ of layer 1" */
export const unitName = (network: Network, node: string, unit: number): string =>
  `x${subscript(unit)} of ${nodeName(network, node)}`;

export function inspectUnit(
  network: Network,
  moment: Moment,
  id: string,
  unit: number,
): InspectedUnit | null {
  const node = moment.nodes.find((it) => it.id === id);
  if (!node || unit >= node.values.length || !network.nodes.some((it) => it.id === id)) return null;
  return {
    name: unitName(network, id, unit),
    value: node.values[unit]!,
    prediction: node.predictions?.[unit] ?? null,
    error: node.errors?.[unit] ?? null,
    drive: node.drives?.[unit] ?? null,
    precision: nodeOf(network, id).precision,
  };
}

/** What keeps a neuron from moving, or that it was removed; null where it is free. */
export type Hold = 'removed' | 'hand' | 'pin' | 'data' | 'answer' | null;

export function holdOf(
  {
    experiment,
    answer,
    hand,
  }: Pick<Scene, 'experiment' | 'answer'> & { readonly hand: { node: string; unit: number } | null },
  node: string,
  unit: number,
): Hold {
  if (experiment.lesions.units[node]?.includes(unit)) return 'removed';
  if (hand?.node === node && hand.unit === unit) return 'hand';
  if (experiment.pins[node]?.[unit] !== undefined) return 'pin';
  const { learning } = nodeOf(experiment.network, node).clamp;
  if (learning === 'input') return 'data';
  return learning === 'target' && answer === 'clamped' ? 'answer' : null;
}

/** How far a neuron of this layer goes for a force of 1: η, or 1/π where the rule has values move fully. */
export const stepOf = ({ inference }: Experiment, precision: number): number =>
  rule(inference.rule).moves === 'fully' ? 1 / precision : inference.inferenceRate;

/** Steps that are looked at for a bound: more would take longer than a frame has. */
const LOOKED_AT = 64;

/** A round bound on quantities of a neuron over what was recorded, so that their picture does not breathe. */
export function boundOver(
  recorded: Recorded | null,
  id: string,
  unit: number,
  kinds: readonly ('values' | 'predictions' | 'errors' | 'drives')[],
): number {
  if (!recorded) return 1;
  const { first, last } = recorded;
  const stride = Math.ceil((last - first + 1) / LOOKED_AT);
  let most = 0;
  for (let t = last; t >= first; t = t > first ? Math.max(first, t - stride) : t - 1) {
    const node = recorded.at(t)?.nodes.find((it) => it.id === id);
    for (const kind of kinds) {
      const size = Math.abs(node?.[kind]?.[unit] ?? 0);
      if (Number.isFinite(size)) most = Math.max(most, size);
    }
  }
  return roundUp(most);
}

/**
 * An arrow along a line from 0 in the middle, as a path: empty where it would be shorter than its line is wide. Its length
 * grows with the square root of the value, so that what is left near rest is seen on the scale of the beginning.
 */
export function arrow(value: number, bound: number, width: number, height: number): string {
  const middle = height / 2;
  const length = Math.sign(value) * Math.sqrt(Math.min(1, Math.abs(value) / bound)) * (width / 2 - 4);
  if (!(Math.abs(length) >= 1)) return '';
  const [tip, back] = [
    width / 2 + length,
    width / 2 + length - Math.sign(length) * Math.min(5, Math.abs(length)),
  ];
  return `M${width / 2},${middle}H${tip}M${back},${middle - 4}L${tip},${middle}L${back},${middle + 4}`;
}

export interface SynapseItem {
  readonly connection: string;
  readonly out: number;
  readonly in: number;
  readonly weight: number;
  /** Of the neuron at the other end. */
  readonly name: string;
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
      return Array.from({ length: others }, (_, other) => {
        const [out, source] = side === 'in' ? [unit, other] : [other, unit];
        return {
          connection,
          out,
          in: source,
          weight: weights[out * columns + source]!,
          node: side === 'in' ? from : to,
          other,
        };
      });
    },
  );
  return found
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, most)
    .map(({ node, other, ...item }) => ({ ...item, name: unitName(network, node, other) }));
}

interface End {
  readonly node: string;
  readonly unit: number;
  readonly name: string;
}

export interface InspectedSynapse {
  /** With the value it reads and the error it answers to, of the chosen sample; null where there is none. */
  readonly from: End & { readonly value: number | null };
  readonly to: End & { readonly error: number | null };
  readonly weight: number;
  /** Means over the batch; not a number where they were not read. */
  readonly gradient: number;
  readonly backprop: number;
  /** It, or one of its ends, was removed. */
  readonly removed: 'synapse' | 'end' | null;
}

export function inspectSynapse(
  { experiment, frame, moment }: Pick<Scene, 'experiment' | 'frame' | 'moment'>,
  id: string,
  out: number,
  source: number,
): InspectedSynapse | null {
  const { network, lesions } = experiment;
  const connection = network.connections.find((it) => it.id === id);
  const weights = frame?.weights[id];
  if (!connection || !weights) return null;
  const { from, to } = connection;
  const at = out * nodeOf(network, from).units + source;
  const node = (id: string) => moment?.nodes.find((it) => it.id === id);
  const isCut = lesions.weights[id]?.some((it) => it[0] === out && it[1] === source) ?? false;
  const lacksEnd = lesions.units[from]?.includes(source) || lesions.units[to]?.includes(out);
  return {
    from: {
      node: from,
      unit: source,
      name: unitName(network, from, source),
      value: node(from)?.values[source] ?? null,
    },
    to: { node: to, unit: out, name: unitName(network, to, out), error: node(to)?.errors?.[out] ?? null },
    weight: weights[at]!,
    gradient: frame.gradients[id]?.[at] ?? Number.NaN,
    backprop: frame.backprop[id]?.[at] ?? Number.NaN,
    removed: isCut ? 'synapse' : lacksEnd ? 'end' : null,
  };
}
