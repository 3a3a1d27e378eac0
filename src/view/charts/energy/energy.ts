import { stack } from 'd3';
import { topologicalOrder } from '#core/network/topology.ts';
import { layerClass } from '../../color.ts';
import { number, percent, plural } from '../../format.ts';
import { nodeName } from '../../names.ts';
import { type Scene, TABLE_ROWS, type Table } from '../chart.ts';
import { isDescent } from '../parts/rule-facts.ts';

/** One layer's share of the total: lower and upper edge at every step. */
export interface Band {
  readonly id: string;
  readonly name: string;
  readonly layer: string;
  readonly edges: readonly (readonly [number, number])[];
}

export interface Stacked {
  readonly bands: readonly Band[];
  /** Largest total that is a number. */
  readonly most: number;
  /** Leading steps at which everything is a number; what follows has diverged. */
  readonly finite: number;
}

/** The output's energy at the bottom: it is where everything starts. */
export function stackEnergy({ frame, experiment }: Scene): Stacked {
  if (!frame) return { bands: [], most: 0, finite: 0 };
  const order = topologicalOrder(experiment.network).map((it) => it.id);
  const traces = [...frame.energy].sort((a, b) => order.indexOf(b.id) - order.indexOf(a.id));
  const broken = Array.from(frame.total).findIndex((it) => !Number.isFinite(it));
  const finite = broken < 0 ? frame.total.length : broken;
  const steps = Array.from({ length: finite }, (_, t) => t);
  const stacked = stack<number>()
    .keys(traces.map((it) => it.id))
    .value((t, id) => traces.find((it) => it.id === id)!.trace[t]!)(steps);
  const bands = stacked.map((series, i) => ({
    id: series.key,
    name: nodeName(experiment.network, series.key),
    layer: layerClass(traces.length - 1 - i, traces.length),
    edges: series.map(([low, high]) => [low, high] as const),
  }));
  return { bands, most: Math.max(0, ...steps.map((t) => frame.total[t]!)), finite };
}

export function title({ experiment }: Scene): string {
  return isDescent(experiment.inference.rule) ? 'Energy per layer' : 'Total error, not an energy';
}

/** Which layer holds most at a step, and what share; null where all is zero. */
function heaviest(scene: Scene, t: number): { readonly name: string; readonly share: number } | null {
  const total = scene.frame!.total[t]!;
  if (!(total > 0)) return null;
  const [first, ...others] = scene.frame!.energy;
  if (!first) return null;
  const most = others.reduce((best, it) => (it.trace[t]! > best.trace[t]! ? it : best), first);
  return { name: nodeName(scene.experiment.network, most.id), share: most.trace[t]! / total };
}

export function describe(scene: Scene): string {
  const { frame, experiment } = scene;
  if (!frame) return 'Nothing has been measured yet.';
  const { finite } = stackEnergy(scene);
  if (finite === 0) return 'The energy is not a number: the values have diverged.';
  const last = finite - 1;
  const start = frame.total[0]!;
  const now = frame.total[last]!;
  if (finite < frame.total.length)
    return `Up to step ${last} the energy is a number; after that the values have diverged.`;
  const where = heaviest(scene, last);
  const most = where
    ? ` ${percent(where.share)} of it is in ${where.name === 'output' ? 'the output' : where.name}.`
    : '';
  if (last === 0) {
    const loss = experiment.inference.start === 'forward' ? ', all of it loss at the output' : '';
    return `It is ${number(start)} at the start${loss}. Settling has not begun.`;
  }
  const change =
    now === start
      ? 'stays at'
      : now < start
        ? `falls from ${number(start)} to`
        : `rises from ${number(start)} to`;
  const released = now < start && start > 0 ? `, ${percent((start - now) / start)} released` : '';
  const reason = isDescent(experiment.inference.rule)
    ? ''
    : ' Predictions are frozen, so errors add up instead of being explained away.';
  return `It ${change} ${number(now)} in ${plural(last, 'step')}${released}.${reason || most}`;
}

export function table(scene: Scene): Table {
  const { frame, experiment } = scene;
  if (!frame) return { columns: ['step'], rows: [] };
  const names = frame.energy.map((it) => nodeName(experiment.network, it.id));
  const shown = Math.min(frame.total.length, TABLE_ROWS);
  const rows = Array.from({ length: shown }, (_, t) => [
    String(t),
    ...frame.energy.map((it) => number(it.trace[t]!)),
    number(frame.total[t]!),
  ]);
  return {
    columns: ['step', ...names, 'total'],
    rows,
    ...(shown < frame.total.length && { note: `The first ${shown} of ${frame.total.length} steps.` }),
  };
}

/** Last step of the axis. */
export const horizon = (scene: Scene): number =>
  Math.max(1, scene.experiment.inference.settleSteps, scene.frame?.t ?? 0);
