import { rule } from '#core/rules/index.ts';
import { count, number } from '../../format.ts';
import { connectionName } from '../../names.ts';
import {
  apartOf,
  type Pair,
  pairsOf,
  type Synapse,
  sizeOf,
  synapseOf,
  type Told,
  tell,
} from '../agreement/pairs.ts';
import { reach } from '../agreement/scatter.ts';
import { isStale } from '../agreement/verdict.ts';
import { type Look, type Scene, TABLE_ROWS, type Table, usual } from '../chart.ts';

export const title = ({ experiment }: Scene): string =>
  `Gradients weight by weight: ${rule(experiment.inference.rule).label.toLowerCase()} beside backprop`;

/** A synapse in words, with its three numbers. */
export const sayAll = ({ name, rule: label, g, b }: Told): string =>
  `${name}: ${label.toLowerCase()} ${number(g)}, backprop ${number(b)}, difference ${number(g - b)}`;

/** Where the two differ most; null where there is no weight, or no number. */
export function furthest(pairs: readonly Pair[]): Synapse | null {
  let best: Synapse | null = null;
  let most = -1;
  for (const { id, gradients, backprop } of pairs)
    for (let at = 0; at < gradients.length; at++) {
      const size = Math.abs(gradients[at]! - backprop[at]!);
      if (size > most && Number.isFinite(size)) {
        most = size;
        best = { id, at };
      }
    }
  return best;
}

/** Differences this small against the largest gradient are the rounding of 32-bit numbers. */
const ROUNDING = 1e-6;

function compare(told: Told, largest: number): string {
  const size = Math.abs(told.g - told.b);
  if (size === 0) return 'Both gradients are the same at every weight.';
  if (size > ROUNDING * largest) return `They differ most at ${sayAll(told)}.`;
  return `Both gradients are the same but for rounding: by at most ${number(size, 2)}, at ${told.name}.`;
}

export function describe(scene: Scene, { gradients: { apart } }: Look = usual): string {
  const alone = apartOf(scene, apart);
  const pairs = pairsOf(scene, alone);
  if (pairs.length === 0) return 'No gradient has been measured yet.';
  if (scene.frame!.diverged) return 'The values have diverged: their gradients say nothing any more.';
  const most = furthest(pairs);
  const told = most && tell(scene, pairs, most);
  const chosen = synapseOf(pairs, scene.selection);
  const ringed = chosen && tell(scene, pairs, chosen);
  return [
    told ? compare(told, reach(pairs)) : 'No gradient is a number.',
    ringed ? `Ringed: ${sayAll(ringed)}.` : '',
    alone ? `Only ${connectionName(scene.experiment.network, alone)} is drawn.` : '',
    isStale(scene.frame!)
      ? `Pictures of step ${scene.frame!.gradientsAt}; they follow when the network stands still.`
      : '',
  ]
    .filter((it) => it !== '')
    .join(' ');
}

export function table(scene: Scene, { gradients: { apart } }: Look = usual): Table {
  const pairs = pairsOf(scene, apart);
  const total = sizeOf(pairs);
  const rows: string[][] = [];
  for (const { id, gradients } of pairs)
    for (let at = 0; at < gradients.length && rows.length < TABLE_ROWS; at++) {
      const told = tell(scene, pairs, { id, at })!;
      rows.push([told.name, number(told.g), number(told.b), number(told.g - told.b)]);
    }
  const label = rule(scene.experiment.inference.rule).label.toLowerCase();
  return {
    columns: ['synapse', label, 'backprop', 'difference'],
    rows,
    ...(total > rows.length && { note: `The first ${count(rows.length)} of ${count(total)} weights.` }),
  };
}

/** Where an arrow key leads in the matrices: to the next cell, and over the upper and lower edge into the next matrix. Null elsewhere. */
export function stepOver(pairs: readonly Pair[], { id, at }: Synapse, key: string): Synapse | null {
  const here = pairs.findIndex((it) => it.id === id);
  const pair = pairs[here];
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!pair || !way) return null;
  const [column, row] = [(at % pair.columns) + way[0]!, Math.floor(at / pair.columns) + way[1]!];
  if (column < 0 || column >= pair.columns) return null;
  if (row >= 0 && row < pair.rows) return { id, at: row * pair.columns + column };
  const next = pairs[here + way[1]!];
  if (!next) return null;
  const entered = row < 0 ? next.rows - 1 : 0;
  return { id: next.id, at: entered * next.columns + Math.min(next.columns - 1, column) };
}
