import { rule } from '#core/rules/index.ts';
import type { Agreement } from '#core/telemetry/agreement.ts';
import { layerClass } from '../../color.ts';
import { degrees, number, plural } from '../../format.ts';
import { connectionName, nodeName } from '../../names.ts';
import type { Scene, Table } from '../chart.ts';
import { roundUp } from '../parts/axis.ts';

/** In words: does the gradient point where backprop points, and is it as long? */
export type Verdict = 'not arrived' | 'aligned' | 'rotated' | 'opposite' | 'diverged';

export interface Row {
  readonly id: string;
  /** Ends of the connection in full, and the layer it learns to predict in short. */
  readonly name: string;
  readonly short: string;
  readonly layer: string;
  /** null: nothing beyond rounding yet. */
  readonly agreement: Agreement | null;
  /** The same of a run put aside, where it arrived. */
  readonly ghost: Agreement | null;
  readonly verdict: Verdict;
  readonly weights: number;
}

const ALIGNED = 5;
const RIGHT_ANGLE = 90;

/** A gradient this much shorter than backprop's is the rounding of 32-bit numbers: its direction means nothing. */
const ROUNDING = 1e-6;

const hasArrived = (agreement: Agreement | null): agreement is Agreement =>
  agreement !== null && !(agreement.normRatio < ROUNDING);

export function verdictOf(agreement: Agreement | null): Verdict {
  if (!hasArrived(agreement)) return 'not arrived';
  if (agreement.angleDegrees <= ALIGNED) return 'aligned';
  return agreement.angleDegrees < RIGHT_ANGLE ? 'rotated' : 'opposite';
}

/** One row a connection, in the document's order. */
export function rowsOf({
  experiment,
  frame,
  ghost,
}: Pick<Scene, 'experiment' | 'frame' | 'ghost'>): readonly Row[] {
  const { network } = experiment;
  const known = network.connections.filter((it) => frame && it.id in frame.comparison.connections);
  return known.map(({ id, to }, i) => {
    const measured = frame!.comparison.connections[id] ?? null;
    const agreement = hasArrived(measured) ? measured : null;
    const aside = ghost?.frame.comparison.connections[id] ?? null;
    const short = `→ ${nodeName(network, to)}`;
    const name = connectionName(network, id);
    const weights = frame!.weights[id]!.length;
    return {
      id,
      name,
      short,
      layer: layerClass(i, known.length),
      agreement,
      ghost: hasArrived(aside) && Number.isFinite(aside.angleDegrees) ? aside : null,
      verdict: frame!.diverged ? 'diverged' : verdictOf(agreement),
      weights,
    };
  });
}

export function title({ experiment }: Scene): string {
  const { id, label } = rule(experiment.inference.rule);
  return id === 'backprop' ? 'Backprop against itself' : `${label} against backprop`;
}

export function describe(scene: Scene): string {
  const rows = rowsOf(scene);
  if (rows.length === 0) return 'No gradient has been measured yet.';
  const broken = rows.some(({ agreement }) => agreement && !Number.isFinite(agreement.relativeError));
  if (broken) return 'Some gradients are not numbers: the values have diverged.';
  const { comparison, gradients, gradientsAt, t } = scene.frame!;
  const { all } = comparison;
  if (!hasArrived(all)) return 'No error has reached a synapse, or there is none: nothing to compare.';
  const waiting = rows.filter((it) => it.verdict === 'not arrived').length;
  const late = waiting > 0 ? ` The error has not reached ${plural(waiting, 'layer')}.` : '';
  const isStale = gradientsAt !== t && Object.keys(gradients).length > 0;
  const stale = isStale ? ` Dots of step ${gradientsAt}; they follow when the network stands still.` : '';
  return `${summary(all)}${late}${stale}`;
}

/** Direction and scale are two questions; both are answered. */
function summary({ angleDegrees, normRatio }: Agreement): string {
  const scale = Math.abs(normRatio - 1) <= 0.1 ? 'of equal length' : `${number(normRatio, 2)} times as long`;
  if (angleDegrees <= ALIGNED)
    return `They point where backprop points (${degrees(angleDegrees)} apart), ${scale}.`;
  return `Turned ${degrees(angleDegrees)} away from backprop, ${scale}.`;
}

export function table(scene: Scene): Table {
  const cells = (agreement: Agreement | null): string[] =>
    agreement
      ? [degrees(agreement.angleDegrees), number(agreement.normRatio), number(agreement.relativeError)]
      : ['–', '–', '–'];
  const rows = rowsOf(scene).map((it) => [it.name, ...cells(it.agreement), it.verdict]);
  const all = scene.frame?.comparison.all ?? null;
  return {
    columns: ['synapses', 'angle', 'scale', 'relative error', 'verdict'],
    rows: rows.length > 0 ? [...rows, ['all together', ...cells(all), verdictOf(all)]] : [],
  };
}

/** Half the side of the square that holds every weight, on a round number. */
export function reach({ frame }: Scene): number {
  let most = 0;
  for (const side of [frame?.gradients, frame?.backprop])
    for (const values of Object.values(side ?? {}))
      for (let i = 0; i < values.length; i++) {
        const size = Math.abs(values[i]!);
        if (Number.isFinite(size) && size > most) most = size;
      }
  return roundUp(most);
}

/** How many weights fall in each of bins × bins squares, row by row from the top left. */
export function density({ frame }: Scene, bins: number): Uint32Array {
  const counts = new Uint32Array(bins * bins);
  if (!frame) return counts;
  const most = reach({ frame } as Scene);
  const bin = (value: number): number => Math.min(bins - 1, Math.floor((0.5 + value / (2 * most)) * bins));
  for (const [id, gradients] of Object.entries(frame.gradients)) {
    const rival = frame.backprop[id]!;
    for (let i = 0; i < gradients.length; i++) {
      const [x, y] = [bin(rival[i]!), bin(gradients[i]!)];
      if (x >= 0 && y >= 0) counts[(bins - 1 - y) * bins + x]! += 1;
    }
  }
  return counts;
}
