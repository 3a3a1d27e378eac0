import type { NodeId } from '#core/network/network.ts';
import { topologicalOrder } from '#core/network/topology.ts';
import type { Scope } from '../../page.svelte.ts';
import type { Scene } from '../chart.ts';

/** Energies over settling steps, of the chosen sample or as the mean of its batch. */
export interface Traces {
  readonly scope: Scope;
  /** Settling step of the first entry; each entry is a step on. */
  readonly first: number;
  readonly last: number;
  /** Every predicted node, the output first: it is where everything starts. */
  readonly layers: readonly { readonly id: NodeId; readonly trace: ArrayLike<number> }[];
  readonly total: ArrayLike<number>;
  /** The step that is shown, among these. */
  readonly now: number;
}

/** Null before anything was measured. */
export function tracesOf(scene: Scene, scope: Scope): Traces | null {
  const order = topologicalOrder(scene.experiment.network).map((it) => it.id);
  const outputFirst = (a: { id: NodeId }, b: { id: NodeId }): number =>
    order.indexOf(b.id) - order.indexOf(a.id);
  const measured = scope === 'batch' ? ofBatch(scene) : ofSample(scene);
  if (!measured || measured.total.length === 0) return null;
  const last = measured.first + measured.total.length - 1;
  const now = Math.min(last, Math.max(measured.first, scene.moment?.t ?? last));
  return { scope, ...measured, last, now, layers: [...measured.layers].sort(outputFirst) };
}

type Measured = Pick<Traces, 'first' | 'layers' | 'total'>;

const ofBatch = ({ frame }: Scene): Measured | null =>
  frame && {
    first: 0,
    layers: frame.energy.map(({ id, trace }) => ({ id, trace })),
    total: frame.total,
  };

function ofSample({ recorded, moment }: Scene): Measured | null {
  if (!recorded || !moment) return null;
  const { first, last } = recorded;
  const moments = Array.from({ length: last - first + 1 }, (_, i) => recorded.at(first + i));
  return {
    first,
    layers: Object.keys(moment.energy).map((id) => ({
      id,
      trace: Float64Array.from(moments, (it) => it?.energy[id] ?? Number.NaN),
    })),
    total: Float64Array.from(moments, (it) => it?.total ?? Number.NaN),
  };
}
