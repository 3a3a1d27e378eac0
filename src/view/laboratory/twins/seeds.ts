import { rule } from '#core/rules/index.ts';
import type { Continuation } from '#session/studies/twins/continuation.ts';
import {
  type Comparison,
  compareSeeds,
  median,
  type SeedFigure,
} from '#session/studies/twins/seed-statistics.ts';
import type { Table } from '../../charts/chart.ts';
import { change, degrees, number, percent, plain, plural } from '../../format.ts';

interface Naming {
  readonly id: SeedFigure;
  readonly label: string;
  /** Within a sentence. */
  readonly name: string;
  readonly isLoss: boolean;
}

export const figures: readonly Naming[] = [
  { id: 'trainingLoss', label: 'Loss', name: 'the training loss', isLoss: true },
  { id: 'testLoss', label: 'Test loss', name: 'the test loss', isLoss: true },
  {
    id: 'trainingAccuracy',
    label: 'Right',
    name: 'the share of training rows answered right',
    isLoss: false,
  },
  { id: 'testAccuracy', label: 'Test right', name: 'the share of test rows answered right', isLoss: false },
];

const naming = (figure: SeedFigure): Naming => figures.find((it) => it.id === figure)!;

/** Losses with the precision of the output left out. */
export const comparisonOf = ({ seeds, precision }: Continuation, figure: SeedFigure): Comparison | null =>
  compareSeeds(seeds, figure, naming(figure).isLoss ? precision : 1);

/** The figures that the rows have. */
export const figuresOf = (result: Continuation): readonly Naming[] =>
  figures.filter((it) => comparisonOf(result, it.id) !== null);

export const formatOf = (figure: SeedFigure): ((value: number) => string) =>
  naming(figure).isLoss ? number : percent;

/** Differences of shares are percentage points. */
const points = (difference: number): string => `${change(100 * difference)}\u00a0points`;
export const changeOf = (figure: SeedFigure): ((value: number) => string) =>
  naming(figure).isLoss ? change : points;

/** At the axes of the pictures. */
export const markOf = (figure: SeedFigure): ((value: number) => string) =>
  naming(figure).isLoss ? plain : percent;
export const changeMarkOf =
  (figure: SeedFigure) =>
  (value: number): string =>
    `${value > 0 ? '+' : ''}${naming(figure).isLoss ? plain(value) : plain(100 * value)}`;

/** Below this chance the signs are taken for more than chance. */
const RARE = 0.05;

/** What the seeds say about one figure, in words: direction, size, chance and the spread of the seeds. */
export function verdict(result: Continuation, figure: SeedFigure): string {
  const comparison = comparisonOf(result, figure);
  if (!comparison) return 'No seed has come to its end yet.';
  const { pairs, median: middle, range, lower, higher, spread, chance } = comparison;
  const { name } = naming(figure);
  const other = rule(result.plan.other.rule).label;
  const say = changeOf(figure);
  if (lower + higher === 0)
    return `Going on with ${other} or with backprop leaves ${name} the same for ${plural(pairs.length, 'seed')}.`;
  const way = higher >= lower ? 'higher' : 'lower';
  const [count, of] = [Math.max(lower, higher), pairs.length];
  const size = `median ${say(middle)}, from ${say(range[0])} to ${say(range[1])}`;
  const head = `With ${other}, ${name} ends ${way} than with backprop for ${count} of ${plural(of, 'seed')} (${size}).`;
  if (of < 2) return `${head} One seed says nothing of chance: ask more.`;
  const consistent = chance < RARE;
  const within = Math.abs(middle) <= spread;
  const test = `sign test: ${chance < 0.001 ? 'p < 0.001' : `p = ${number(chance, 2)}`}`;
  const judged = consistent
    ? `Chance alone rarely does this (${test})`
    : `That is not told apart from chance (${test})`;
  const joint = consistent === within ? 'but' : 'and';
  const beside = `${joint} the difference is ${within ? 'within' : 'larger than'} what the seed alone changes: backprop’s own ends lie ${say(spread).replace('+', '')} apart`;
  return `${head} ${judged}, ${beside}.`;
}

/** What either way of going on did to the pretrained figure: without it, less of a gain reads like a loss. */
export function since(result: Continuation, figure: SeedFigure): string {
  const comparison = comparisonOf(result, figure);
  if (!comparison) return '';
  const gain = (of: 'backprop' | 'other') =>
    changeOf(figure)(median(comparison.pairs.map((it) => it[of] - it.before)));
  return `Since pretraining: ${gain('backprop')} with backprop, ${gain('other')} with ${rule(result.plan.other.rule).label} (medians).`;
}

/** Where the two ends lie, over the seeds. */
export function movement({ seeds, plan }: Continuation): string {
  const known = seeds.flatMap(({ separation }) => (separation ? [separation] : []));
  if (known.length === 0) return '';
  const middle = (of: (it: (typeof known)[number]) => number) => median(known.map(of));
  const angles = known.flatMap(({ angle }) => (angle === null ? [] : [angle]));
  const span =
    angles.length > 1 ? `, from ${degrees(Math.min(...angles))} to ${degrees(Math.max(...angles))}` : '';
  const angle = angles.length > 0 ? ` in directions ${degrees(median(angles))} apart${span}` : '';
  return `From the pretrained weights backprop moved ${number(middle((it) => it.moved[0]))} and ${rule(plan.other.rule).label} ${number(middle((it) => it.moved[1]))}${angle}; the two ends lie ${number(middle((it) => it.between))} apart (medians).`;
}

/** “… at 9.6 times the multiply-adds”; empty where both cost alike, or nothing is known. */
export function priced({ cost, plan }: Continuation): string {
  if (!cost || cost[0] === cost[1]) return '';
  const share = cost[1] / cost[0];
  return ` ${rule(plan.other.rule).label} spends ${number(share, 2)} times the multiply-adds of backprop on an update.`;
}

export function fallen({ seeds }: Continuation): string {
  const count = seeds.filter((it) => it.runs === null).length;
  return count === 0 ? '' : ` ${plural(count, 'seed')} diverged and ${count === 1 ? 'is' : 'are'} left out.`;
}

export function tableOf(result: Continuation): Table {
  const other = rule(result.plan.other.rule).label;
  const known = figuresOf(result);
  const columns = known.flatMap(({ label }) => [
    `${label}, pretrained`,
    `${label}, backprop`,
    `${label}, ${other}`,
    'difference',
  ]);
  const bySeed = known.map(({ id }) => new Map(comparisonOf(result, id)!.pairs.map((it) => [it.seed, it])));
  return {
    columns: ['seed', ...columns, 'apart', 'angle'],
    rows: result.seeds.map(({ seed, separation }) => [
      String(seed),
      ...known.flatMap(({ id }, k) => {
        const pair = bySeed[k]!.get(seed);
        if (!pair) return ['–', '–', '–', '–'];
        const format = formatOf(id);
        return [
          format(pair.before),
          format(pair.backprop),
          format(pair.other),
          changeOf(id)(pair.difference),
        ];
      }),
      separation ? number(separation.between) : '–',
      separation?.angle == null ? '–' : degrees(separation.angle),
    ]),
  };
}
