import { largest } from '#core/math/largest.ts';
import { drawsLandscape } from './budget.ts';
import type { Landscape } from './frame.ts';
import type { Laboratory } from './laboratory.ts';
import { CURVE, extentOf, GRID } from './material.ts';

/**
 * The network's answer at the probes: of one output unit its prediction, of two the second's minus the first's, of more
 * units that stand for classes which is ahead and by how much.
 * Null where the input is no line or plane, the answer neither number nor class, or the network too large to be asked so often.
 */
export async function landscapeOf(laboratory: Laboratory): Promise<Landscape | null> {
  const { rows, probeCount } = laboratory;
  const { targetUnits: units, inputUnits, classes } = rows;
  const isDrawn = units <= 2 || (classes === 'argmax' && inputUnits === 2);
  if (probeCount === 0 || !isDrawn || !drawsLandscape(laboratory.experiment, probeCount)) return null;
  const answers = await laboratory.answer(Uint32Array.from({ length: probeCount }, (_, i) => rows.count + i));
  const [low, high] = extentOf(rows);
  if (units > 2) return { kind: 'regions', size: GRID, extent: [low, high], ...regionsOf(answers, units) };
  const values = Float64Array.from({ length: probeCount }, (_, i) =>
    units === 1 ? answers[i]! : answers[2 * i + 1]! - answers[2 * i]!,
  );
  if (inputUnits === 2) return { kind: 'surface', size: GRID, extent: [low, high], values };
  const xs = Float64Array.from({ length: CURVE }, (_, i) => low + ((high - low) * i) / (CURVE - 1));
  return { kind: 'curve', xs, ys: values };
}

/** The largest of each row of answers, [row][class], and its lead over the second. */
export function regionsOf(answers: ArrayLike<number>, classes: number) {
  const count = answers.length / classes;
  const winners = Int16Array.from({ length: count }, (_, row) => largest(answers, row * classes, classes));
  const margins = Float64Array.from({ length: count }, (_, row) => {
    const winner = winners[row]!;
    if (winner < 0) return Number.NaN;
    let second = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < classes; i++)
      if (i !== winner) second = Math.max(second, answers[row * classes + i]!);
    return answers[row * classes + winner]! - second;
  });
  return { classes, winners, margins };
}
