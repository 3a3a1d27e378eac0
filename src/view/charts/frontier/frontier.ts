import { type SymbolType, symbolCircle, symbolSquare, symbolStar, symbolTriangle, symbolTriangle2 } from 'd3';
import type { RuleId } from '#core/rules/index.ts';
import { rule } from '#core/rules/index.ts';
import { basisOf, changesSince, type Part } from '#session/basis.ts';
import { haveSameSubject, isSameRun, precisionOf, type Run, released, runOf } from '#session/runs.ts';
import type { Session } from '#session/session.ts';
import type { PrecisionSweep, SweepPoint } from '#session/studies/precision-sweep.ts';
import { degrees, number, percent, plain, plural } from '../../format.ts';
import { others } from '../../outdated.ts';
import { type Scene, TABLE_ROWS, type Table } from '../chart.ts';
import { isDescent, isFixedByRule } from '../parts/rule-facts.ts';

/** How each rule's runs are marked; hollow where predictions are frozen or steps are full. */
export const marks: Readonly<Record<RuleId, { readonly shape: SymbolType; readonly hollow: boolean }>> = {
  strict: { shape: symbolCircle, hollow: false },
  incremental: { shape: symbolTriangle, hollow: false },
  'fixed-prediction': { shape: symbolSquare, hollow: true },
  'zero-divergence': { shape: symbolTriangle2, hollow: true },
  backprop: { shape: symbolStar, hollow: true },
};

/** From the least released to the most: the order in which keys go through them. */
export const dotsOf = ({ runs }: Pick<Scene, 'runs'>): readonly Run[] =>
  [...runs.present].sort((a, b) => released(a) - released(b));

/** The run that is on screen, once it came to its end. */
export function presentRun({ experiment, frame, training, runs }: Scene): Run | null {
  const run = frame && runOf(experiment, frame, training);
  return (run && runs.present.find((it) => isSameRun(it, run))) ?? null;
}

/** A sweep of the network on screen. */
export interface Line {
  readonly sweep: PrecisionSweep;
  /** How far learning had come. */
  readonly epoch: number;
  /** What is on screen by now, all but π. */
  readonly changes: readonly Part[];
}

export function lineOf({
  runs,
  experiment,
  frame,
}: Pick<Scene, 'runs' | 'experiment' | 'frame'>): Line | null {
  const { swept } = runs;
  const sweep = swept?.running.result;
  if (!swept || !sweep || !haveSameSubject(sweep.of.experiment, experiment)) return null;
  const now = basisOf({ experiment, frame });
  // π is the network's; all else of that is the same.
  const changes = changesSince(sweep.of, now, ['title', 'learning', 'network']);
  return { sweep, epoch: swept.epoch, changes };
}

/** "62 % released"; of what is no energy and rises it is said so. */
export function fate(run: Pick<Run, 'before' | 'after'>, id: RuleId): string {
  const share = released(run);
  if (!isDescent(id)) {
    if (share === 0) return 'the total error stands still';
    return `total error ${share < 0 ? 'up' : 'down'} ${percent(Math.abs(share))} (no energy)`;
  }
  return share < 0 ? `energy up ${percent(-share)}` : `${percent(share)} released`;
}

/** The settings of a run in a line. */
export function settingsOf(run: Run): string {
  const { experiment, until, steps } = run;
  const { rule: id, inferenceRate } = experiment.inference;
  const how = isFixedByRule(id)
    ? ''
    : `, η ${plain(inferenceRate)}, ${until === 'rest' ? `at rest (t = ${steps})` : `T ${until}`}`;
  return `${rule(id).label}, π ${plain(precisionOf(experiment))}${how}, seed ${experiment.seed}, ${whenOf(run)}`;
}

const whenOf = ({ epoch, batch }: Pick<Run, 'epoch' | 'batch'>): string =>
  `epoch ${epoch}${batch > 0 ? ` + ${plural(batch, 'update')}` : ''}`;

export const figuresOf = (run: Run): string =>
  `${fate(run, run.experiment.inference.rule)}, ${degrees(run.angleDegrees)} to backprop`;

/** What choosing a run brings back, and what it does not. */
export function restoration(
  run: Run,
  { experiment, epochs, frame }: Pick<Session, 'experiment' | 'epochs' | 'frame'>,
): string {
  const settings = 'Its settings come back';
  if (run.experiment.seed !== experiment.seed)
    return `${settings}; weights are drawn anew from seed ${run.experiment.seed}${run.epoch + run.batch > 0 ? `, not as trained in ${whenOf(run)}` : ''}.`;
  if (run.stamp === frame?.stamp) return `${settings}; the weights stay as they are.`;
  const epoch = epochs.with(run.stamp);
  if (epoch !== null) return `${settings}, and the weights recorded after epoch ${epoch}.`;
  return `${settings}; the weights stay as they are: its own, ${whenOf(run)}, were not kept.`;
}

/** Whether a run had the weights that are there. */
export const isThere = (run: Run, { experiment, frame }: Pick<Session, 'experiment' | 'frame'>): boolean =>
  run.experiment.seed === experiment.seed && run.stamp === frame?.stamp;

export const title = (): string => 'Energy against angle';

export function describe(scene: Scene): string {
  const { runs } = scene;
  const run = presentRun(scene);
  const all = runs.present.length;
  const line = told(scene);
  if (all === 0) return `No run yet: let the batch settle to T or to rest.${line}`;
  const others = all > 1 ? ` ${plural(all, 'run')} in all.` : '';
  const present = run
    ? `This run: ${figuresOf(run)}.${isOnItsWay(scene, run) ? ' It is not at rest yet.' : ''}`
    : `${plural(all, 'earlier run')}; the one on screen has not come to its end.`;
  return `${present}${run ? others : ''}${line}`;
}

/** Whether more steps would still change the run on screen. */
const isOnItsWay = ({ frame }: Scene, { experiment }: Run): boolean =>
  isDescent(experiment.inference.rule) && frame?.atRest === false;

/** The sweep in words; empty without one. */
function told(scene: Scene): string {
  const { swept } = scene.runs;
  if (!swept) return '';
  const { running } = swept;
  if (running.state === 'failed') return ` The sweep failed: ${running.message.replace(/[.\s]*$/, '')}.`;
  const line = lineOf(scene);
  if (!line) return '';
  const { sweep, changes, epoch } = line;
  const { rule: id, inferenceRate, settleSteps } = sweep.of.experiment.inference;
  const whose =
    changes.length === 0
      ? ''
      : ` with ${others(changes)} (${rule(id).label}, η ${plain(inferenceRate)}, T ${settleSteps}, epoch ${epoch})`;
  const lost =
    sweep.lost.length > 0
      ? ` At π = ${sweep.lost.map(plain).join(', ')} nothing can be drawn: it diverged, or had no gradient to compare.`
      : '';
  const theory = sweep.theory && sweep.until === 'rest' ? ' Dashed: theory for π → 0.' : '';
  return ` Line: sweep of π${sweep.until === 'rest' ? ' to rest' : ''}${whose}.${lost}${theory}`;
}

export function table(scene: Scene): Table {
  const columns = ['run', 'released', 'angle', 'scale'];
  const ofRuns = dotsOf(scene).map((it) => [
    settingsOf(it),
    percent(released(it)),
    degrees(it.angleDegrees),
    number(it.normRatio),
  ]);
  const points = lineOf(scene)?.sweep.points ?? [];
  const ofSweep = points.map((it) => [
    `sweep, π ${plain(it.precision)}`,
    percent(released(it)),
    degrees(it.comparison.all!.angleDegrees),
    number(it.comparison.all!.normRatio),
  ]);
  const rows = [...ofRuns, ...ofSweep];
  return {
    columns,
    rows: rows.slice(0, TABLE_ROWS),
    ...(rows.length > TABLE_ROWS && { note: `The first ${TABLE_ROWS} of ${rows.length} rows.` }),
  };
}

/** [share released, degrees] */
export type Place = readonly [number, number];

export const placeOf = (it: Run | SweepPoint): Place => [
  released(it),
  'angleDegrees' in it ? it.angleDegrees : it.comparison.all!.angleDegrees,
];

export interface Extent {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** The total that rose most, as a share below zero; zero where none rose. */
  readonly lowest: number;
}

/** Ends of both axes that hold all places: round, so that they do not tremble as runs come. */
export function extentOf(places: readonly Place[], log: boolean): Extent {
  const xs = places.map(([x]) => x).filter((it) => it > 0);
  const ys = places.map(([, y]) => y).filter((it) => it > 0);
  const ends = [0.05, 0.1, 0.2, 0.5, 1];
  const turns = [5, 15, 30, 60, 90, 180];
  const up = (steps: readonly number[], most: number): number =>
    steps.find((it) => it >= most) ?? steps.at(-1)!;
  const decade = (value: number, least: number): number =>
    Math.max(least, 10 ** Math.floor(Math.log10(value)));
  const lowest = Math.min(0, ...places.map(([x]) => x));
  if (log)
    return {
      x: [xs.length > 0 ? decade(Math.min(...xs, 0.1), LEAST_SHARE) : 0.01, 1],
      y: [ys.length > 0 ? decade(Math.min(...ys, 10), LEAST_ANGLE) : 1, Math.max(...ys, 0) > 100 ? 180 : 100],
      lowest,
    };
  return {
    x: [0, up(ends, Math.max(0, ...xs))],
    y: [0, up(turns, Math.max(0, ...ys))],
    lowest,
  };
}

/** Where log axes begin at the lowest. */
const LEAST_SHARE = 1e-4;
const LEAST_ANGLE = 0.01;

/** Ends of the law for π → 0 within the axes: a straight line, on log scales too. */
export function lawOf({ sweep: { theory, until } }: Line, { x, y }: Extent): readonly Place[] {
  if (!theory || until !== 'rest') return [];
  const { releasedPerPrecision, degreesPerPrecision } = theory;
  const precisions = (k: 0 | 1): readonly number[] => [
    x[k] / releasedPerPrecision,
    y[k] / degreesPerPrecision,
  ];
  const [first, last] = [Math.max(...precisions(0)), Math.min(...precisions(1))];
  return first < last ? [first, last].map((it) => [it * releasedPerPrecision, it * degreesPerPrecision]) : [];
}
