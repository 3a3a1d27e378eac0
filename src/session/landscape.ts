import { targetOf } from '#core/network/topology.ts';
import { drawsLandscape } from './budget.ts';
import type { Landscape } from './frame.ts';
import type { Laboratory } from './laboratory.ts';
import { CURVE, extentOf, GRID } from './material.ts';

/**
 * The network's answer at the probes: of one output unit its prediction, of two the second's minus the first's.
 * Null where the input is no line or plane, the answer no single number, or the network too large to be asked so often.
 */
export async function landscapeOf(laboratory: Laboratory): Promise<Landscape | null> {
  const { rows, probeCount } = laboratory;
  const { units } = targetOf(laboratory.experiment.network);
  if (probeCount === 0 || units > 2 || !drawsLandscape(laboratory.experiment, probeCount)) return null;
  const answers = await laboratory.answer(Uint32Array.from({ length: probeCount }, (_, i) => rows.count + i));
  const values = Float64Array.from({ length: probeCount }, (_, i) =>
    units === 1 ? answers[i]! : answers[2 * i + 1]! - answers[2 * i]!,
  );
  const [low, high] = extentOf(rows);
  if (rows.inputUnits === 2) return { kind: 'surface', size: GRID, extent: [low, high], values };
  const xs = Float64Array.from({ length: CURVE }, (_, i) => low + ((high - low) * i) / (CURVE - 1));
  return { kind: 'curve', xs, ys: values };
}
