import { expect } from 'vitest';
import { isFree } from '#core/network/topology.ts';
import type { Comparison } from '#core/telemetry/agreement.ts';
import type { Laboratory } from '#session/laboratory.ts';
import type { Settlement } from '#session/settle.ts';
import { AGREEMENT, type Precision, type Tolerance } from '../tolerance.ts';
import { type Closeness, largest } from './closeness.ts';
import type { FixtureRun, Gradients } from './fixtures.ts';

/** How far off errors may be because they are differences of values, per node: 2⁻²¹·π·max|x| in float32. */
export function floors(
  laboratory: Laboratory,
  { values }: Settlement,
  { rounding }: Tolerance,
): ReadonlyMap<string, number> {
  const { nodes } = laboratory.preparation.network;
  const targets = laboratory.rows.targets;
  return new Map(
    nodes.map((node) => {
      const reach = largest(isFree(node) ? values[node.id]! : targets);
      return [node.id, rounding * node.precision * reach];
    }),
  );
}

export function checkGradients(
  closeness: Closeness,
  what: string,
  laboratory: Laboratory,
  actual: Settlement['gradients'],
  expected: Gradients,
  floor: ReadonlyMap<string, number>,
  { gradient }: Tolerance,
  values: Settlement['values'],
): void {
  for (const { id, from, to } of laboratory.preparation.network.connections) {
    // dG = −mean δ uᵀ: an error of δ counts as often as the presynaptic activity is large.
    const activity = Math.max(1, largest(values[from] ?? laboratory.rows.inputs));
    closeness.check(
      `${what} of ${id}`,
      actual.weights[id]!,
      expected.weights[id]!.flat(),
      gradient,
      floor.get(to)! * activity,
    );
  }
  for (const [id, biases] of Object.entries(expected.biases))
    closeness.check(`${what} of the biases of ${id}`, actual.biases[id]!, biases, gradient, floor.get(id)!);
}

/** An energy ½|ε|²/π feels a floor e on every ε as |ε|·e·√n/π: by its own root. */
export function checkEnergy(
  closeness: Closeness,
  laboratory: Laboratory,
  settlement: Settlement,
  run: FixtureRun,
  floor: ReadonlyMap<string, number>,
  { state }: Tolerance,
) {
  for (const [id, trace] of Object.entries(run.energy ?? {})) {
    const { units, precision } = laboratory.preparation.network.nodes.find((it) => it.id === id)!;
    const e = floor.get(id)!;
    const allowed = trace.map(
      (energy) => e * Math.sqrt((2 * units * energy) / precision) + (units * e * e) / (2 * precision),
    );
    closeness.check(`energy of ${id}`, settlement.energy[id]!, trace, state, allowed);
  }
}

export function checkComparison(
  closeness: Closeness,
  comparison: Comparison,
  expected: FixtureRun['comparison'],
  precision: Precision,
) {
  const pairs = [
    ...Object.entries(expected.connections).map(([id, it]) => [id, comparison.connections[id], it] as const),
    ['all', comparison.all, expected.all] as const,
  ];
  const { relative, degrees } = AGREEMENT[precision];
  for (const [id, actual, agreement] of pairs) {
    expect(actual === null, `comparison of ${id}`).toBe(agreement === null);
    if (!actual || !agreement) continue;
    const share = Math.max(relative, relative * agreement.relativeError);
    closeness.check(`relative error of ${id}`, [actual.relativeError], [agreement.relativeError], 0, share);
    closeness.check(`norm ratio of ${id}`, [actual.normRatio], [agreement.normRatio], relative);
    closeness.check(`angle of ${id}`, [actual.angleDegrees], [agreement.angleDegrees], 0, degrees);
  }
}
