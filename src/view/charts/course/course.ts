import { arrivals } from '#core/network/arrival.ts';
import type { ConnectionId } from '#core/network/network.ts';
import { arrivedShares } from '#core/theory/binomial-law.ts';
import { exactFrom } from '#core/theory/exactness.ts';
import { otherSource } from '#core/theory/settling.ts';
import type { AgreementTrace, Course, Measure } from '#session/studies/agreement-course.ts';
import type { CourseWithTheory } from '#session/studies/course-with-theory.ts';
import { layerClass } from '../../color.ts';
import { number, plural } from '../../format.ts';
import { connectionName, nodeName } from '../../names.ts';
import { ofBefore } from '../../outdated.ts';
import { type Look, type Scene, TABLE_ROWS, type Table, usual } from '../chart.ts';
import { isDescent } from '../parts/rule-facts.ts';
import { wordsOf } from './measures.ts';

/** One line of the plot: a layer's weights, or all of them. */
export interface CourseLine {
  readonly id: ConnectionId | 'all';
  readonly name: string;
  readonly short: string;
  /** Class of its colour; empty for all weights together. */
  readonly layer: string;
  /** Measured at t = 0 … T; NaN where either gradient is all zero. */
  readonly values: ArrayLike<number>;
  /** The same by the binomial law; null where it says nothing. */
  readonly law: ArrayLike<number> | null;
  /** At the equilibrium of a linear network. */
  readonly level: number | null;
  /** The step at which an error can first be there, by the graph alone. */
  readonly arrival: number | null;
}

export interface CoursePlot {
  readonly lines: readonly CourseLine[];
  readonly steps: number;
  /** The step that is shown, among these; null where it lies beyond. */
  readonly now: number | null;
  /** From where on every gradient is backprop's, by theory. */
  readonly exact: number | null;
  /** Leading steps at which everything is a number. */
  readonly finite: number;
}

const settlingOf = ({ experiment }: Course) => experiment.inference;
const preparationOf = ({ experiment: { network, pins, lesions } }: Course) => ({ network, pins, lesions });

/** What the binomial law makes of a share c that has arrived. */
function lawOf(share: Float64Array | undefined, measure: Measure): Float64Array | null {
  if (!share || measure === 'signs' || measure === 'angleDegrees') return null;
  return share.map((c) => (measure === 'normRatio' ? Math.abs(c) : Math.abs(1 - c)));
}

/** Steps at which errors can arrive, where they began at zero and only the target asks for any. */
function frontOf(course: Course): ReadonlyMap<string, number> | null {
  const { rule, start } = settlingOf(course);
  if (start !== 'forward' || otherSource(preparationOf(course))) return null;
  return arrivals(course.experiment.network, !isDescent(rule));
}

function linesOf(course: CourseWithTheory, measure: Measure): readonly CourseLine[] {
  const { network } = course.experiment;
  const shares = arrivedShares(preparationOf(course), settlingOf(course), course.steps).value;
  const front = frontOf(course);
  const figures = course.equilibrium.value?.comparison ?? null;
  const levelOf = (found: Readonly<Partial<Record<Measure, number>>> | null | undefined) =>
    found?.[measure] ?? null;
  const layers = network.connections.map(({ id, to }, i) => ({
    id,
    name: connectionName(network, id),
    short: network.connections.some((it) => it.to === to && it.id !== id)
      ? connectionName(network, id)
      : `→ ${nodeName(network, to)}`,
    layer: layerClass(i, network.connections.length),
    values: course.connections[id]![measure],
    law: lawOf(shares?.get(to), measure),
    level: levelOf(figures?.connections[id]),
    arrival: front?.get(to) ?? null,
  }));
  const all = {
    id: 'all',
    name: 'all together',
    short: 'all',
    layer: '',
    values: course.all[measure],
    law: null,
    level: levelOf(figures?.all),
    arrival: null,
  };
  return layers.length === 1 ? layers : [...layers, all];
}

const finiteSteps = ({ total }: Course): number => {
  const broken = total.findIndex((it) => !Number.isFinite(it));
  return broken < 0 ? total.length : broken;
};

/** Null before anything was computed. */
export function plotOf({ course: { known }, moment, frame }: Scene, measure: Measure): CoursePlot | null {
  if (!known) return null;
  const exact = exactFrom(preparationOf(known), settlingOf(known)).value;
  const now = moment?.t ?? frame?.t ?? 0;
  const last =
    exact === null
      ? null
      : Math.max(...known.experiment.network.connections.map((it) => exact.get(it.to) ?? 0));
  return {
    lines: linesOf(known, measure),
    steps: known.steps,
    now: now <= known.steps ? now : null,
    exact: last !== null && last <= known.steps ? last : null,
    finite: finiteSteps(known),
  };
}

export const title = (_: Scene, { measure }: Look = usual): string => wordsOf(measure).title;

/** What is drawn where there is no curve yet. */
export function waiting({ course }: Scene): string {
  const { running, waits } = course;
  if (running) return 'Following the settling, a gradient at every step.';
  if (waits) return 'In a network of this size the agreement over t is computed when you ask for it.';
  return 'Nothing has been measured yet.';
}

/** What the figures are at a step, direction and scale apart. */
function present(trace: AgreementTrace, t: number, measure: Measure): string {
  const value = trace[measure][t]!;
  const { format } = wordsOf(measure);
  if (Number.isNaN(value)) return measure === 'signs' ? unsigned(trace, t) : 'no error has reached a synapse';
  switch (measure) {
    case 'angleDegrees':
      return `all weights together point ${format(value)} away from backprop`;
    case 'normRatio':
      return `all weights together are ${format(value)} as long as backprop’s`;
    case 'relativeError':
      return `all weights together are off by ${format(value)} of backprop’s length`;
    case 'signs':
      return `${format(value)} of all weights have backprop’s sign`;
  }
}

const unsigned = ({ angleDegrees }: AgreementTrace, t: number): string =>
  Number.isNaN(angleDegrees[t]!)
    ? 'no error has reached a synapse'
    : 'signs are counted in networks of up to 20,000 parameters';

/** The layer that is farthest from backprop; empty where all of them agree. */
function farthest(lines: readonly CourseLine[], t: number, measure: Measure): string {
  const { ideal, format } = wordsOf(measure);
  const distance = (it: CourseLine) => Math.abs(it.values[t]! - ideal);
  const known = lines.filter((it) => it.id !== 'all' && Number.isFinite(it.values[t]!));
  if (known.length < 2) return '';
  const worst = known.reduce((far, it) => (distance(it) > distance(far) ? it : far));
  const waiting = lines.filter((it) => it.id !== 'all' && Number.isNaN(it.values[t]!)).length;
  if (measure !== 'signs' && waiting > 0) return ` ${plural(waiting, 'layer')} still without.`;
  return distance(worst) > 1e-3 ? ` Farthest ${worst.short}: ${format(worst.values[t]!)}.` : '';
}

/** Said where the step size is above what the rule bears; else empty. */
function beyond(course: CourseWithTheory): string {
  const { limit } = course;
  const isBeyond = limit !== null && settlingOf(course).inferenceRate >= limit;
  return isBeyond ? ` η is above its limit ${number(limit)}: settling does not come to rest.` : '';
}

/** What theory says beside the curves. */
function theory(course: CourseWithTheory, plot: CoursePlot, measure: Measure): string {
  const { rule } = settlingOf(course);
  const { format } = wordsOf(measure);
  const over = beyond(course);
  if (over) return over;
  if (plot.exact !== null) return ` By theory exact from t = ${plot.exact}.`;
  if (rule === 'fixed-prediction') {
    const { reason } = arrivedShares(preparationOf(course), settlingOf(course), 0);
    if (reason) return ` No binomial law here: ${reason}.`;
    if (plot.lines.some((it) => it.law)) return ' Dashed: the binomial law.';
    return measure === 'angleDegrees'
      ? ' By theory 0° from the moment an error arrives, on equal paths.'
      : '';
  }
  const level = plot.lines.at(-1)!.level;
  return level === null ? '' : ` Dashed: the equilibrium, ${format(level)}.`;
}

export function describe(scene: Scene, { measure }: Look = usual): string {
  const plot = plotOf(scene, measure);
  const { known, changes } = scene.course;
  if (!plot || !known) return waiting(scene);
  const stale = changes.length > 0 ? `${ofBefore(changes)} ` : '';
  if (plot.finite <= plot.steps) {
    const step = Math.max(0, plot.finite - 1);
    return `${stale}The values diverge after step ${step}.${beyond(known)}`;
  }
  const t = plot.now ?? plot.steps;
  const figures = `At t = ${t}, ${present(known.all, t, measure)}.`;
  const fresh =
    settlingOf(known).start === 'keep' ? ' Followed from the forward pass, not from the state kept.' : '';
  return `${stale}${figures}${fresh}${farthest(plot.lines, t, measure)}${theory(known, plot, measure)}`;
}

export function table(scene: Scene, { measure }: Look = usual): Table {
  const plot = plotOf(scene, measure);
  if (!plot) return { columns: ['step'], rows: [] };
  const { format } = wordsOf(measure);
  const cell = (value: number) => (Number.isFinite(value) ? format(value) : '–');
  const laws = plot.lines.filter((it) => it.law);
  const shown = Math.min(plot.steps + 1, TABLE_ROWS);
  return {
    columns: ['step', ...plot.lines.map((it) => it.name), ...laws.map((it) => `${it.name}, by theory`)],
    rows: Array.from({ length: shown }, (_, t) => [
      String(t),
      ...plot.lines.map((it) => cell(it.values[t]!)),
      ...laws.map((it) => cell(it.law![t]!)),
    ]),
    ...(shown <= plot.steps && { note: `The first ${shown} of ${plot.steps + 1} steps.` }),
  };
}
