import { nodeOf } from '#core/network/topology.ts';
import { rule } from '#core/rules/index.ts';
import type { Selection } from '#session/session.ts';
import { layerClass } from '../../color.ts';
import { number } from '../../format.ts';
import { nodeName, subscript } from '../../names.ts';
import type { Scene } from '../chart.ts';
import { compared } from './verdict.ts';

/** Both gradients of one connection's weights, [out][in]. */
export interface Pair {
  readonly id: string;
  /** Of its mark among those of all connections. */
  readonly rank: number;
  readonly layer: string;
  readonly rows: number;
  readonly columns: number;
  readonly gradients: ArrayLike<number>;
  readonly backprop: ArrayLike<number>;
}

/** A synapse by its place in its connection's weights. */
export interface Synapse {
  readonly id: string;
  readonly at: number;
}

/** The connection that stands apart, while the network has it. */
export const apartOf = (
  { experiment: { network } }: Pick<Scene, 'experiment'>,
  apart: string | null,
): string | null => (network.connections.some((it) => it.id === apart) ? apart : null);

/** Of every connection, or of the one that stands apart; none where gradients were not read yet. */
export function pairsOf(
  scene: Pick<Scene, 'experiment' | 'frame'>,
  apart: string | null = null,
): readonly Pair[] {
  const { network } = scene.experiment;
  const alone = apartOf(scene, apart);
  const known = compared(network, scene.frame);
  return known.flatMap(({ id, from, to }, rank) => {
    const [gradients, backprop] = [scene.frame!.gradients[id], scene.frame!.backprop[id]];
    const [rows, columns] = [nodeOf(network, to).units, nodeOf(network, from).units];
    if (!gradients || !backprop || (alone !== null && id !== alone)) return [];
    return [{ id, rank, layer: layerClass(rank, known.length), rows, columns, gradients, backprop }];
  });
}

export const sizeOf = (pairs: readonly Pair[]): number =>
  pairs.reduce((sum, it) => sum + it.gradients.length, 0);

/** What a synapse is as a selection, and back. */
export function selectionOf(pairs: readonly Pair[], { id, at }: Synapse): Selection | null {
  const pair = pairs.find((it) => it.id === id);
  return pair
    ? { kind: 'weight', connection: id, out: Math.floor(at / pair.columns), in: at % pair.columns }
    : null;
}

export function synapseOf(pairs: readonly Pair[], selection: Selection | null): Synapse | null {
  if (selection?.kind !== 'weight') return null;
  const pair = pairs.find((it) => it.id === selection.connection);
  const at = pair ? selection.out * pair.columns + selection.in : -1;
  return pair && at >= 0 && at < pair.gradients.length ? { id: pair.id, at } : null;
}

/** A synapse in words, with both of its numbers. */
export interface Told {
  /** "layer 1 x₃ → layer 2 x₅" */
  readonly name: string;
  readonly rule: string;
  readonly g: number;
  readonly b: number;
}

export function tell(
  { experiment }: Pick<Scene, 'experiment'>,
  pairs: readonly Pair[],
  { id, at }: Synapse,
): Told | null {
  const { network, inference } = experiment;
  const pair = pairs.find((it) => it.id === id);
  const connection = network.connections.find((it) => it.id === id);
  if (!pair || !connection) return null;
  const end = (node: string, unit: number): string => `${nodeName(network, node)} x${subscript(unit)}`;
  return {
    name: `${end(connection.from, at % pair.columns)} → ${end(connection.to, Math.floor(at / pair.columns))}`,
    rule: inference.rule === 'backprop' ? 'This rule' : rule(inference.rule).label,
    g: pair.gradients[at]!,
    b: pair.backprop[at]!,
  };
}

export const sentenceOf = ({ name, rule, g, b }: Told): string =>
  `${name}: ${rule.toLowerCase()} ${number(g)}, backprop ${number(b)}`;
