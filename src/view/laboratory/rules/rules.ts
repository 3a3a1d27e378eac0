import { type RuleId, rule, ruleIds } from '#core/rules/index.ts';
import type { Agreement } from '#core/telemetry/agreement.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { AgreementTrace, Course, Measure } from '#session/studies/agreement-course.ts';
import type { RuleCourses } from '#session/studies/rules-course.ts';
import { type Verdict, verdictOf } from '../../charts/agreement/verdict.ts';
import { TABLE_ROWS, type Table } from '../../charts/chart.ts';
import { wordsOf } from '../../charts/course/measures.ts';
import { isDescent } from '../../charts/parts/rule-facts.ts';
import { number, percent } from '../../format.ts';
import { costOf } from '../../glossary/cost.ts';
import { connectionName } from '../../names.ts';

/** All weights together, or a layer's. */
export type Part = 'all' | string;

/** What a rule's gradient comes to after its T steps. */
export interface RuleRow {
  readonly id: RuleId;
  readonly label: string;
  readonly steps: number;
  /** Of the part chosen, at t = 0 … T. */
  readonly trace: AgreementTrace;
  /** At T; null where the part has no gradient. */
  readonly end: (Agreement & { readonly signs: number }) | null;
  readonly verdict: Verdict;
  /** The total of the energy at 0 and at T, in words. */
  readonly energy: string;
  /** Multiply-adds of a weight update, in those of backprop. */
  readonly cost: number;
}

const traceOf = (course: Course, part: Part): AgreementTrace =>
  part === 'all' ? course.all : (course.connections[part] ?? course.all);

function endOf({ angleDegrees, normRatio, relativeError, signs }: AgreementTrace): RuleRow['end'] {
  const at = (of: Float64Array) => of.at(-1)!;
  if (Number.isNaN(at(angleDegrees))) return null;
  return {
    angleDegrees: at(angleDegrees),
    normRatio: at(normRatio),
    relativeError: at(relativeError),
    signs: at(signs),
  };
}

const grown = (ratio: number): string =>
  ratio >= 2 ? `rises ${number(ratio, 2)}-fold` : `rises by ${percent(ratio - 1)}`;

/** What settling did to the sum of squared errors; under frozen predictions that sum is no energy. */
export function energyStory(id: RuleId, total: ArrayLike<number>): string {
  const [first, last] = [total[0]!, total[total.length - 1]!];
  if (!Number.isFinite(last)) return 'diverged';
  if (last === first || !(first > 0)) return 'stays';
  const story = last < first ? `falls by ${percent(1 - last / first)}` : grown(last / first);
  return isDescent(id) ? story : `${story}; no energy`;
}

export function rowsOf(courses: RuleCourses, part: Part): readonly RuleRow[] {
  return ruleIds.flatMap((id) => {
    const course = courses[id];
    if (!course) return [];
    const trace = traceOf(course, part);
    const end = endOf(trace);
    const { rule: own, backprop } = costOf(course.experiment);
    const diverged = !Number.isFinite(course.total.at(-1)!);
    return [
      {
        id,
        label: rule(id).label,
        steps: course.steps,
        trace,
        end,
        verdict: diverged ? 'diverged' : verdictOf(end),
        energy: energyStory(id, course.total),
        // As a rule it is spread over steps, to be watched; learning by it takes one sweep.
        cost: id === 'backprop' ? 1 : own / backprop,
      },
    ];
  });
}

/** The parts that can be chosen. */
export const partsOf = ({
  network,
}: Experiment): readonly { readonly value: Part; readonly label: string }[] => [
  { value: 'all', label: 'all weights' },
  ...network.connections.map(({ id }) => ({ value: id, label: connectionName(network, id) })),
];

/** Whether courses are of a network that has the same connections. */
export const areOf = (courses: RuleCourses, { network }: Experiment): boolean =>
  Object.values(courses).every(
    (it) =>
      Object.keys(it.connections).length === network.connections.length &&
      network.connections.every(({ id }) => id in it.connections),
  );

/** What the plot shows, in words. */
export function describe(rows: readonly RuleRow[], measure: Measure): string {
  if (rows.length === 0) return 'Nothing has been computed yet.';
  const { format } = wordsOf(measure);
  const ends = rows.map(({ label, steps, end }) => {
    const value = end?.[measure];
    return `${label} ${value === undefined || !Number.isFinite(value) ? 'has none' : format(value)} at t = ${steps}`;
  });
  return `${ends.join('; ')}.`;
}

/** The measure drawn, step by step; a rule that has ended keeps what it learned. */
export function seriesOf(rows: readonly RuleRow[], measure: Measure): Table {
  const { format } = wordsOf(measure);
  const steps = Math.max(0, ...rows.map((it) => it.steps));
  const shown = Math.min(steps + 1, TABLE_ROWS);
  const cell = ({ trace, steps: last }: RuleRow, t: number): string => {
    const value = t <= last ? trace[measure][t]! : Number.NaN;
    return Number.isFinite(value) ? format(value) : '–';
  };
  return {
    columns: ['step', ...rows.map((it) => it.label)],
    rows:
      rows.length === 0
        ? []
        : Array.from({ length: shown }, (_, t) => [String(t), ...rows.map((it) => cell(it, t))]),
    ...(shown <= steps && { note: `The first ${shown} of ${steps + 1} steps.` }),
  };
}
