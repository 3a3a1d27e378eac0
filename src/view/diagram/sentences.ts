import { activation } from '#core/activations/index.ts';
import type { Network, ValueNode } from '#core/network/network.ts';
import { activationOf } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Moment, NodeFrame } from '#session/frame.ts';
import type { Answer } from '#session/session.ts';
import { type Scene, TABLE_ROWS, type Table } from '../charts/chart.ts';
import { count, number } from '../format.ts';
import { nodeName, subscript } from '../names.ts';
import { holderOf, isRemoved } from './clamped.ts';
import type { Wiring } from './graph/synapses.ts';
import type { Arrangement } from './layout.ts';

/** A unit by its name: all that is said of it while its numbers move, which nobody could follow. */
export const unitTitle = (network: Network, id: string, unit: number): string =>
  `${nodeName(network, id)}, neuron ${unit + 1}`;

/** What a unit is called when it has the focus: name, value, error, and what holds it. */
export function describeUnit(
  experiment: Experiment,
  answer: Answer,
  { id, values, errors }: NodeFrame,
  unit: number,
): string {
  const name = unitTitle(experiment.network, id, unit);
  if (isRemoved(experiment, { node: id, unit })) return `${name}: removed`;
  const error = errors ? `, error ${number(errors[unit] ?? Number.NaN)}` : '';
  const holder = holderOf(experiment, answer, { node: id, unit });
  const held = holder ? `, held by ${holder === 'pin' ? 'a pin' : 'the data'}` : '';
  return `${name}: value ${number(values[unit] ?? Number.NaN)}${error}${held}`;
}

/** The largest error of the chosen sample; null where nothing is predicted. */
export function largestError({
  nodes,
}: Moment): { readonly id: string; readonly unit: number; readonly error: number } | null {
  let best: { id: string; unit: number; error: number } | null = null;
  for (const { id, errors } of nodes)
    for (let unit = 0; errors && unit < errors.length; unit++) {
      const error = errors[unit]!;
      if (!best || !(Math.abs(error) <= Math.abs(best.error))) best = { id, unit, error };
      if (Number.isNaN(error)) return best;
    }
  return best;
}

/** What had to be left out of the picture; empty where all of it is there. */
export function describeDrawing(arrangement: Arrangement, { synapses, total }: Wiring): string {
  const hidden = arrangement.layers.reduce((sum, it) => sum + it.hidden, 0);
  const lines =
    synapses.length < total ? `${count(synapses.length)} strong synapses of ${count(total)} are drawn.` : '';
  return hidden > 0 ? `${lines} ${count(hidden)} neurons are not.` : lines;
}

/** Under a layer's name: how many neurons, and their activation wherever it stands. */
export function describeLayer(network: Network, { id, units, likelihood }: ValueNode): string {
  const f = activationOf(network, id);
  if (likelihood === 'categorical') return `${units} softmax`;
  return f === 'identity' ? count(units) : `${count(units)} ${activation(f).label}`;
}

export function describeLargestError(network: Network, moment: Moment): string {
  const largest = largestError(moment);
  if (!largest || largest.error === 0) return 'Every error is zero.';
  const where = nodeName(network, largest.id);
  const unit =
    network.nodes.find((it) => it.id === largest.id)!.units > 1 ? ` (x${subscript(largest.unit)})` : '';
  return `Largest error here: ${number(largest.error, 2)}, in ${where === 'output' ? 'the output' : where}${unit}.`;
}

/** Values, predictions and errors of the chosen sample, layer by layer. */
export function networkTable({ experiment, moment }: Pick<Scene, 'experiment' | 'moment'>): Table {
  const cell = (array: ArrayLike<number> | null, unit: number): string =>
    array ? number(array[unit]!) : '–';
  const rows = (moment?.nodes ?? []).flatMap((node) =>
    Array.from({ length: node.values.length }, (_, unit) => [
      `${nodeName(experiment.network, node.id)} ${unit + 1}`,
      cell(node.values, unit),
      cell(node.predictions, unit),
      cell(node.errors, unit),
    ]),
  );
  return {
    columns: ['neuron', 'value x', 'prediction μ', 'error ε'],
    rows: rows.slice(0, TABLE_ROWS),
    ...(rows.length > TABLE_ROWS && { note: `The first ${TABLE_ROWS} of ${count(rows.length)} neurons.` }),
  };
}

/** What the keys do to the neuron that has the focus. */
export const UNIT_KEYS =
  'Arrow keys go from neuron to neuron, Enter chooses one. Plus and minus, or Alt with the up and down arrows, move its value while they are down; P pins or frees it; X removes it or brings it back.';
