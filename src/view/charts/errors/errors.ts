import { arrivals } from '#core/network/arrival.ts';
import type { NodeId } from '#core/network/network.ts';
import { depths, isPredicted, topologicalOrder } from '#core/network/topology.ts';
import type { NodeFrame } from '#session/frame.ts';
import { number, plural } from '../../format.ts';
import { heading, nodeName } from '../../names.ts';
import { type Scene, TABLE_ROWS, type Table } from '../chart.ts';
import { isDescent } from '../parts/rule-facts.ts';

/** One layer's errors over the recorded steps. */
export interface LayerErrors {
  readonly id: NodeId;
  readonly name: string;
  readonly units: number;
  /** Root of the mean squared error of its neurons, one entry a step. */
  readonly sizes: Float64Array;
}

export interface Errors {
  readonly first: number;
  readonly last: number;
  /** The step that is shown. */
  readonly now: number;
  /** The output on top, then level by level away from it. */
  readonly layers: readonly LayerErrors[];
}

/** Root of the mean square. NaN where one is not a number. */
export function rootMeanSquare(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return values.length === 0 ? 0 : Math.sqrt(sum / values.length);
}

/** Null before anything was measured. */
export function errorsOf({ experiment: { network }, recorded, moment }: Scene): Errors | null {
  if (!recorded || !moment) return null;
  const { first, last } = recorded;
  const depth = depths(network);
  const levelsBelow = (id: NodeId): number => depth.get(id) ?? network.nodes.length;
  const nodes = topologicalOrder(network)
    .filter((it) => isPredicted(network, it.id))
    .reverse()
    .sort((a, b) => levelsBelow(a.id) - levelsBelow(b.id));
  const sizes = nodes.map(() => new Float64Array(last - first + 1).fill(Number.NaN));
  for (let t = first; t <= last; t++) {
    const byId = new Map(recorded.at(t)?.nodes.map((it) => [it.id, it.errors]));
    nodes.forEach(({ id }, i) => {
      const errors = byId.get(id);
      if (errors) sizes[i]![t - first] = rootMeanSquare(errors);
    });
  }
  return {
    first,
    last,
    now: Math.min(last, Math.max(first, moment.t)),
    layers: nodes.map(({ id, units }, i) => ({
      id,
      name: nodeName(network, id),
      units,
      sizes: sizes[i]!,
    })),
  };
}

/** Sizes |ε| of one layer's neurons over the recorded steps: a row each. */
export function neuronErrors({ recorded }: Scene, id: NodeId): readonly Float64Array[] {
  if (!recorded) return [];
  const { first, last } = recorded;
  const steps = Array.from({ length: last - first + 1 }, (_, i) =>
    errorsAt(recorded.at(first + i)?.nodes, id),
  );
  const units = steps.find((it) => it)?.length ?? 0;
  return Array.from({ length: units }, (_, unit) =>
    Float64Array.from(steps, (it) => Math.abs(it?.[unit] ?? Number.NaN)),
  );
}

const errorsAt = (nodes: readonly NodeFrame[] | undefined, id: NodeId): ArrayLike<number> | null =>
  nodes?.find((it) => it.id === id)?.errors ?? null;

/** Powers of ten between the colour of nothing and the fullest. */
const DECADES = 6;

/** Ends of the colour scale, as powers of ten: the top holds every finite size, at or under the floor all look alike. */
export function scaleOf(layers: readonly LayerErrors[]): { readonly floor: number; readonly top: number } {
  let most = 0;
  for (const { sizes } of layers)
    for (const size of sizes) if (Number.isFinite(size) && size > most) most = size;
  const top = most > 0 ? Math.ceil(Math.log10(most) - 1e-9) : 0;
  return { floor: top - DECADES, top };
}

/** Share of the colour scale: 0 at the floor and below, 1 at the top; NaN for what is not a number. */
export function shareOf(size: number, { floor, top }: { floor: number; top: number }): number {
  if (!Number.isFinite(size)) return Number.NaN;
  if (size === 0) return 0;
  return Math.min(1, Math.max(0, (Math.log10(size) - floor) / (top - floor)));
}

/** Stretches of a row that hold no numbers, as [from, to] entries. */
export function brokenRuns(sizes: ArrayLike<number>): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let i = 0; i < sizes.length; i++) {
    if (Number.isFinite(sizes[i]!)) continue;
    const open = found.at(-1);
    if (open && open[1] === i - 1) open[1] = i;
    else found.push([i, i]);
  }
  return found;
}

/**
 * Steps at which the error can first reach each layer, from the graph alone. Null where hidden errors do not begin at
 * zero, or something but the target asks for one.
 */
export function frontOf({ experiment, recorded, answer }: Scene): ReadonlyMap<NodeId, number> | null {
  const { network, inference, pins } = experiment;
  const isUntouched = recorded?.first === 0 && recorded.touched.length === 0;
  const isPinned = Object.keys(pins).length > 0;
  if (!isUntouched || isPinned || inference.start !== 'forward' || answer !== 'clamped') return null;
  return arrivals(network, !isDescent(inference.rule));
}

export const title = (): string => 'Errors by layer';

/** "layer 1", "layer 1 and layer 2", "4 layers" */
function listed(names: readonly string[]): string {
  if (names.length > 2) return plural(names.length, 'layer');
  return names.join(' and ');
}

const withArticle = (name: string): string => (name === 'output' ? 'the output' : name);

export function describe(scene: Scene): string {
  const errors = errorsOf(scene);
  if (!errors) return 'Nothing has been measured yet.';
  const { layers, now, first } = errors;
  const { floor } = scaleOf(layers);
  const present = layers.map((it) => ({ ...it, size: it.sizes[now - first]! }));
  if (present.some((it) => !Number.isFinite(it.size)))
    return `At t = ${now} errors are no longer numbers: the values have diverged.`;
  const reached = present.filter((it) => it.size > 10 ** floor);
  if (reached.length === 0) return `At t = ${now} no layer has an error above ${number(10 ** floor, 1)}.`;
  const waiting = present.filter((it) => it.size <= 10 ** floor).map((it) => withArticle(it.name));
  const most = reached.reduce((best, it) => (it.size > best.size ? it : best));
  const largest = `At t = ${now} largest in ${withArticle(most.name)}, ${number(most.size)}`;
  if (waiting.length === 0) return `${largest}. Every layer has an error.`;
  if (waiting.length <= 2)
    return `${largest}. ${heading(listed(waiting))} ${waiting.length === 1 ? 'has' : 'have'} none yet.`;
  const farthest = withArticle(reached.at(-1)!.name);
  return `${largest}. It has come as far as ${farthest}.`;
}

export function table(scene: Scene): Table {
  const errors = errorsOf(scene);
  if (!errors) return { columns: ['step'], rows: [] };
  const { first, last, layers } = errors;
  const steps = last - first + 1;
  const shown = Math.min(steps, TABLE_ROWS);
  return {
    columns: ['step', ...layers.map((it) => it.name)],
    rows: Array.from({ length: shown }, (_, i) => [
      String(first + i),
      ...layers.map((it) => number(it.sizes[i]!)),
    ]),
    ...(shown < steps && { note: `The first ${shown} of ${steps} steps.` }),
  };
}
