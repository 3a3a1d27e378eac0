import { isFree, isPredicted, nodeOf } from '#core/network/topology.ts';
import type { Scene } from '../charts/chart.ts';
import { nodeName, subscript } from '../names.ts';

/** A neuron as the moment on screen has it. */
export interface Subject {
  readonly name: string;
  readonly precision: number;
  readonly x: number;
  readonly mu: number | null;
  readonly error: number | null;
  readonly drive: number | null;
}

/** The chosen neuron, else the first that is predicted and free. */
export function subjectOf({ experiment: { network }, moment, selection }: Scene): Subject | null {
  const chosen = selection?.kind === 'unit' ? selection : null;
  const id = chosen?.node ?? network.nodes.find((it) => isFree(it) && isPredicted(network, it.id))?.id;
  const unit = chosen?.unit ?? 0;
  const node = moment?.nodes.find((it) => it.id === id);
  if (!node || !(unit < node.values.length)) return null;
  return {
    name: `x${subscript(unit)} of ${nodeName(network, node.id)}`,
    precision: nodeOf(network, node.id).precision,
    x: node.values[unit]!,
    mu: node.predictions?.[unit] ?? null,
    error: node.errors?.[unit] ?? null,
    drive: node.drives?.[unit] ?? null,
  };
}
