import { stack } from 'd3';
import { targetOf } from '#core/network/topology.ts';
import { layerClass } from '../../color.ts';
import { count, number, percent, plural } from '../../format.ts';
import { nodeName } from '../../names.ts';
import type { Scope } from '../../page.svelte.ts';
import { type Look, type Scene, TABLE_ROWS, type Table, usual } from '../chart.ts';
import { isDescent } from '../parts/rule-facts.ts';
import { type Traces, tracesOf } from './traces.ts';

/** One layer's share of the total: lower and upper edge at every step from the first. */
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

/** Steps from the first at which the total is a number. */
function finiteSteps({ total }: Traces): number {
  const broken = Array.from(total).findIndex((it) => !Number.isFinite(it));
  return broken < 0 ? total.length : broken;
}

/** The output's energy at the bottom. */
export function stackEnergy({ experiment }: Pick<Scene, 'experiment'>, traces: Traces | null): Stacked {
  if (!traces) return { bands: [], most: 0, finite: 0 };
  const { layers, total } = traces;
  const finite = finiteSteps(traces);
  const steps = Array.from({ length: finite }, (_, i) => i);
  const byId = new Map(layers.map((it) => [it.id, it.trace]));
  const stacked = stack<number>()
    .keys(byId.keys())
    .value((i, id) => byId.get(id)![i]!)(steps);
  const bands = stacked.map((series, i) => ({
    id: series.key,
    name: nodeName(experiment.network, series.key),
    layer: layerClass(layers.length - 1 - i, layers.length),
    edges: series.map(([low, high]) => [low, high] as const),
  }));
  return { bands, most: steps.reduce((most, i) => Math.max(most, total[i]!), 0), finite };
}

export function title({ experiment }: Scene): string {
  return isDescent(experiment.inference.rule) ? 'Energy per layer' : 'Total error, not an energy';
}

/** Whose energy it is. */
function owner({ frame }: Scene, { scope }: Traces): string {
  if (scope === 'batch') return `Mean of ${count(frame?.samples ?? 0)}`;
  return frame ? `Sample ${frame.sample + 1}` : 'This sample';
}

/** Which layer holds most at an entry, and what share; empty where all is zero. */
function heaviest({ experiment: { network } }: Scene, { layers, total }: Traces, i: number): string {
  const [first, ...others] = layers;
  if (!first || !(total[i]! > 0)) return '';
  const most = others.reduce((best, it) => (it.trace[i]! > best.trace[i]! ? it : best), first);
  const name = nodeName(network, most.id);
  return ` ${percent(most.trace[i]! / total[i]!)} of that is in ${name === 'output' ? 'the output' : name}.`;
}

/** What became of the total between the first step and the one shown. */
function story(scene: Scene, traces: Traces): string {
  const { total, first, now, layers } = traces;
  const [start, present] = [total[0]!, total[now - first]!];
  if (now === first) {
    const output = layers.find((it) => it.id === targetOf(scene.experiment.network).id)?.trace[0] ?? 0;
    const loss = start > 0 && output === start ? ', all of it loss at the output' : '';
    const begun = traces.last === 0 ? ' Settling has not begun.' : '';
    return `${number(start)} ${first === 0 ? 'at the start' : `at t = ${first}`}${loss}.${begun}`;
  }
  const steps = plural(now - first, 'step');
  if (present === start) return `stays at ${number(start)} in ${steps}.`;
  const reason = isDescent(scene.experiment.inference.rule)
    ? heaviest(scene, traces, now - first)
    : ' Predictions are frozen: errors add up.';
  if (!(present < start)) return `rises from ${number(start)} to ${number(present)}.${reason}`;
  return `${percent((start - present) / start)} released, ${number(present)} left.${reason}`;
}

/** Whether theory can say where a settling of the batch ends: all activations are the identity, and it descends on F. */
export const restsInTheory = ({ experiment: { network, inference } }: Scene, scope: Scope): boolean =>
  scope === 'batch' &&
  isDescent(inference.rule) &&
  network.connections.every((it) => it.activation === 'identity') &&
  network.nodes.every((it) => it.activation === 'identity');

/** F* of a linear network, the mean of its batch; null where theory is silent, or has spoken of other settings. */
export const restingEnergy = (scene: Scene, scope: Scope): number | null =>
  restsInTheory(scene, scope) && scene.course.changes.length === 0
    ? (scene.course.known?.equilibrium.value?.total ?? null)
    : null;

export function describe(scene: Scene, { scope }: Look = usual): string {
  const traces = tracesOf(scene, scope);
  if (!traces) return 'Nothing has been measured yet.';
  const whose = owner(scene, traces);
  const finite = finiteSteps(traces);
  if (finite === 0) return `${whose}: the energy is not a number, the values have diverged.`;
  if (finite < traces.total.length) return `${whose}: diverged after step ${traces.first + finite - 1}.`;
  const hands = scope === 'sample' && (scene.recorded?.touched.length ?? 0) > 0 ? ' Touched by hand.' : '';
  const ghost = scene.ghost ? ` Dashed ghost: ${scene.ghost.title}.` : '';
  const resting = restingEnergy(scene, scope);
  const theory = resting === null ? '' : ` Dashed: F* at rest, ${number(resting)}.`;
  return `${whose}: ${story(scene, traces)}${hands}${theory}${ghost}`;
}

export function table(scene: Scene, { scope }: Look = usual): Table {
  const traces = tracesOf(scene, scope);
  if (!traces) return { columns: ['step'], rows: [] };
  const { first, layers, total } = traces;
  const shown = Math.min(total.length, TABLE_ROWS);
  const rows = Array.from({ length: shown }, (_, i) => [
    String(first + i),
    ...layers.map((it) => number(it.trace[i]!)),
    number(total[i]!),
  ]);
  return {
    columns: ['step', ...layers.map((it) => nodeName(scene.experiment.network, it.id)), 'total'],
    rows,
    ...(shown < total.length && { note: `The first ${shown} of ${total.length} steps.` }),
  };
}

/** Last step of the axis. */
export const horizon = (scene: Scene, traces: Pick<Traces, 'first' | 'last'> | null): number =>
  Math.max((traces?.first ?? 0) + 1, scene.experiment.inference.settleSteps, traces?.last ?? 0);

/** The total of a run put aside, of the same scope; null without one. */
export function ghostOf(
  { ghost }: Scene,
  scope: Scope,
): { readonly first: number; readonly total: readonly number[]; readonly most: number } | null {
  if (!ghost) return null;
  const total = Array.from(scope === 'batch' ? ghost.frame.total : ghost.energy);
  const most = total.reduce((max, it) => (Number.isFinite(it) && it > max ? it : max), 0);
  return { first: scope === 'batch' ? 0 : ghost.first, total, most };
}

/** How far below the largest value a logarithmic axis goes. */
const MOST_DECADES = 8;

/** Where a logarithmic axis begins: at the least energy above zero of any layer. */
export function lowest(traces: Traces | null, finite: number, most: number): number {
  let least = most / 10;
  for (const { trace } of traces?.layers ?? [])
    for (let i = 0; i < finite; i++) if (trace[i]! > 0 && trace[i]! < least) least = trace[i]!;
  return Math.max(least, most / 10 ** MOST_DECADES);
}

/** As many as there is room for, the largest first to stay. */
export function namesThatFit<L extends { readonly size: number }>(
  labels: readonly L[],
  room: number,
): readonly L[] {
  const kept = [...labels].sort((a, b) => b.size - a.size).slice(0, Math.max(1, Math.floor(room)));
  return labels.filter((it) => kept.includes(it));
}
