import type { ValueNode } from '#core/network/network.ts';
import { nodeOf } from '#core/network/topology.ts';
import { pinUnit, pinUnits, toggleSynapse, toggleUnit, unpinUnit, unpinUnits } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Answer, Selection, Session, Spot } from '#session/session.ts';
import { apply } from '../edits.ts';
import { holderOf, isRemoved } from './clamped.ts';

/** The value of a neuron at the moment shown; not a number before the first reading. */
export const valueAt = ({ moment }: Session, { node, unit }: Spot): number =>
  moment?.nodes.find((it) => it.id === node)?.values[unit] ?? Number.NaN;

/** Holds a neuron where it is, or lets go of it; the output's own pin is the target. */
export function togglePin(session: Session, spot: Spot): void {
  const { experiment, answer } = session;
  const { node, unit } = spot;
  if (isRemoved(experiment, spot)) return;
  const holder = holderOf(experiment, answer, spot);
  if (holder === 'pin') apply(session, unpinUnit, node, unit);
  else if (isOutput(experiment, node)) session.setAnswer(holder ? 'free' : 'clamped');
  else apply(session, pinUnit, node, unit, valueAt(session, spot));
}

/** Holds a whole layer as it is at the moment shown, or lets go of all of it; the output is held at its target. */
export function toggleLayer(session: Session, { id }: ValueNode): void {
  const { experiment, answer, moment } = session;
  const values = moment?.nodes.find((it) => it.id === id)?.values;
  if (isPinned(experiment, id)) apply(session, unpinUnits, id);
  else if (isOutput(experiment, id)) session.setAnswer(answer === 'clamped' ? 'free' : 'clamped');
  else if (values) apply(session, pinUnits, id, values);
}

/** Whether pressing a layer's pin lets go of something. */
export const isLayerHeld = (experiment: Experiment, answer: Answer, { id }: ValueNode): boolean =>
  isPinned(experiment, id) || (isOutput(experiment, id) && answer === 'clamped');

const isPinned = ({ pins }: Experiment, id: string): boolean => Object.keys(pins[id] ?? {}).length > 0;
export const isOutput = ({ network }: Experiment, id: string): boolean =>
  nodeOf(network, id).clamp.learning === 'target';

/** Removes a neuron or a synapse, or brings it back. */
export function toggleLesion(session: Session, what: Selection): void {
  if (what.kind === 'unit') apply(session, toggleUnit, what.node, what.unit);
  else apply(session, toggleSynapse, what.connection, what.out, what.in);
}

/** Moves a neuron by hand; it stays in the hand. */
export function nudge(session: Session, spot: Spot, by: number): void {
  const value = valueAt(session, spot);
  if (!isRemoved(session.experiment, spot)) session.hold(spot, (Number.isFinite(value) ? value : 0) + by);
}

type Stroke = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** −1 or 1 for a key that moves what is chosen, else 0. */
export function directionOf({ key, altKey }: Stroke): -1 | 0 | 1 {
  if (key === '+' || key === '=' || (altKey && key === 'ArrowUp')) return 1;
  return key === '-' || key === '−' || (altKey && key === 'ArrowDown') ? -1 : 0;
}

const isLesion = (key: string): boolean => ['x', 'Delete', 'Backspace'].includes(key);

/** What a stroke does to a neuron that has the focus, a `step` being one nudge; null where it does nothing. */
export function strokeOnUnit(
  session: Session,
  spot: Spot,
  stroke: Stroke,
  step: number,
): (() => void) | null {
  if (stroke.ctrlKey || stroke.metaKey) return null;
  const way = directionOf(stroke);
  if (way !== 0) return () => nudge(session, spot, way * step);
  if (stroke.key === 'p') return () => togglePin(session, spot);
  if (isLesion(stroke.key)) return () => toggleLesion(session, { kind: 'unit', ...spot });
  return stroke.key === 'Escape' && session.hand ? () => session.release() : null;
}

/** What a stroke does to the synapse that is chosen, a `step` being one nudge of its weight; null where it does nothing. */
export function strokeOnSynapse(
  session: Session,
  synapse: Extract<Selection, { kind: 'weight' }>,
  weight: number,
  stroke: Stroke,
  step: number,
): (() => void) | null {
  if (stroke.ctrlKey || stroke.metaKey) return null;
  const { connection, out, in: source } = synapse;
  const way = directionOf(stroke);
  if (way !== 0) return () => session.setWeight(connection, out, source, weight + way * step);
  return isLesion(stroke.key) ? () => toggleLesion(session, synapse) : null;
}

/** Keys that hold a neuron only as long as they are down. */
export const letsGo = ({ key }: Pick<KeyboardEvent, 'key'>): boolean =>
  ['+', '=', '-', '−', 'Alt'].includes(key);
