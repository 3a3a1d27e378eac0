import { nodeOf } from '#core/network/topology.ts';
import { csvText } from './csv.ts';
import type { Taken } from './taken.ts';

type Line = readonly (string | number)[];

/** A name that a spreadsheet would take for a formula gets the mark before it that makes it text there. */
const named = (id: string): string => (/^[=+@\t\r-]/.test(id) ? `'${id}` : id);

/** Mean energy of every predicted node at t = 0 … T, and their sum. */
export function energyTable({ screen }: Taken): string {
  const traces = Object.entries(screen.energy);
  const steps = traces[0]![1].length;
  const lines = Array.from({ length: steps }, (_, t): Line => {
    const energies = traces.map(([, trace]) => trace[t]!);
    return [t, ...energies, energies.reduce((sum, it) => sum + it, 0)];
  });
  return csvText([['t', ...traces.map(([id]) => named(id)), 'sum'], ...lines]);
}

/** Every weight and bias with the rule's gradient and backprop's; a bias has no source. */
export function gradientTable({
  experiment: { network },
  parameters,
  screen: { gradients, backprop },
}: Taken): string {
  const lines: Line[] = [['parameter', 'to unit', 'from unit', 'value', 'gradient', 'backprop gradient']];
  for (const { id, from } of network.connections) {
    const columns = nodeOf(network, from).units;
    parameters.weights[id]!.forEach((value, i) => {
      lines.push([
        named(id),
        Math.floor(i / columns),
        i % columns,
        value,
        gradients.weights[id]![i]!,
        backprop.weights[id]![i]!,
      ]);
    });
  }
  for (const [id, biases] of Object.entries(parameters.biases))
    biases.forEach((value, unit) => {
      lines.push([
        `bias of ${id}`,
        unit,
        '',
        value,
        gradients.biases[id]![unit]!,
        backprop.biases[id]![unit]!,
      ]);
    });
  return csvText(lines);
}

/** The rows: inputs x0, x1, …, targets y0, y1, …, and whether a row is among those settled on screen. */
export function rowTable({ count, inputs, targets, shown }: Taken): string {
  const [inputUnits, targetUnits] = [inputs.length / count, targets.length / count];
  const names = (letter: string, units: number) => Array.from({ length: units }, (_, i) => `${letter}${i}`);
  const isShown = new Set(shown);
  const lines = Array.from(
    { length: count },
    (_, row): Line => [
      row,
      ...inputs.subarray(row * inputUnits, (row + 1) * inputUnits),
      ...targets.subarray(row * targetUnits, (row + 1) * targetUnits),
      isShown.has(row) ? 1 : 0,
    ],
  );
  return csvText([['row', ...names('x', inputUnits), ...names('y', targetUnits), 'on screen'], ...lines]);
}
