import { describe, expect, test, vi } from 'vitest';
import type { Experiment } from '#experiment/experiment.ts';
import type { Session } from '#session/session.ts';
import { holderOf, isRemoved } from '#view/diagram/clamped.ts';
import { strokeOnSynapse, strokeOnUnit, toggleLayer, toggleLesion, togglePin } from '#view/diagram/hands.ts';
import { offersFrom } from '#view/diagram/reach.ts';
import { experiments, sceneOf } from './scenes.ts';

const [, experiment] = experiments.find(([name]) => name === 'Agreement dial')!;
const [, shortcut] = experiments.find(([name]) => name === 'A shortcut')!;
const hidden = { node: 'x1', unit: 2 };
const plain = { altKey: false, ctrlKey: false, metaKey: false };

/** A session that takes edits and notes what else it is asked. */
function fakeSession() {
  const session = {
    ...sceneOf(experiment, 'random'),
    hand: null,
    edit: vi.fn((edited: Experiment) => {
      session.experiment = edited;
    }),
    setAnswer: vi.fn(),
    hold: vi.fn(),
    release: vi.fn(),
    setWeight: vi.fn(),
    select: vi.fn(),
  };
  return session as typeof session & Session & { experiment: Experiment };
}

const heldValue = (session: Session, { node, unit }: { node: string; unit: number }): number =>
  session.moment!.nodes.find((it) => it.id === node)!.values[unit]!;

describe('a pin', () => {
  test('holds a free neuron at the value it has, and taken out frees it', () => {
    const session = fakeSession();
    togglePin(session, hidden);
    expect(session.experiment.pins).toEqual({ x1: { '2': heldValue(session, hidden) } });
    expect(holderOf(session.experiment, 'clamped', hidden)).toBe('pin');
    togglePin(session, hidden);
    expect(session.experiment.pins).toEqual({});
  });

  test('of the output is the target: it lets the answer go', () => {
    const session = fakeSession();
    togglePin(session, { node: 'x3', unit: 0 });
    expect(session.setAnswer).toHaveBeenCalledWith('free');
    expect(holderOf(experiment, 'clamped', { node: 'x3', unit: 0 })).toBe('data');
    expect(holderOf(experiment, 'free', { node: 'x3', unit: 0 })).toBeNull();
  });

  test('does not hold what is not there', () => {
    const session = fakeSession();
    toggleLesion(session, { kind: 'unit', ...hidden });
    expect(isRemoved(session.experiment, hidden)).toBe(true);
    togglePin(session, hidden);
    expect(session.experiment.pins).toEqual({});
    toggleLesion(session, { kind: 'unit', ...hidden });
    expect(isRemoved(session.experiment, hidden)).toBe(false);
  });
});

test('a layer is held at its values, all of them, and freed at once', () => {
  const session = fakeSession();
  const layer = experiment.network.nodes[1]!;
  toggleLayer(session, layer);
  const held = Object.values(session.experiment.pins.x1!);
  expect(held).toEqual([...Float64Array.from(session.moment!.nodes[1]!.values)]);
  toggleLayer(session, layer);
  expect(session.experiment.pins).toEqual({});
  toggleLayer(session, experiment.network.nodes.at(-1)!);
  expect(session.setAnswer).toHaveBeenCalledWith('free');
});

describe('keys on a neuron', () => {
  const at = (key: string, more = {}) => {
    const session = fakeSession();
    strokeOnUnit(session, hidden, { ...plain, key, ...more }, 0.25)?.();
    return session;
  };

  test.each([
    ['+', {}, 0.25],
    ['-', {}, -0.25],
    ['ArrowUp', { altKey: true }, 0.25],
    ['ArrowDown', { altKey: true }, -0.25],
  ])('%s %o moves its value by a step and holds it', (key, more, by) => {
    const session = at(key, more);
    expect(session.hold).toHaveBeenCalledExactlyOnceWith(hidden, heldValue(session, hidden) + by);
  });

  test('P pins, X and Delete remove', () => {
    expect(at('p').experiment.pins).toHaveProperty('x1');
    for (const key of ['x', 'Delete', 'Backspace']) expect(isRemoved(at(key).experiment, hidden)).toBe(true);
  });

  test('other keys, and those of the browser, are left alone', () => {
    const session = fakeSession();
    for (const key of ['a', 'Tab', 'ArrowUp', 'Escape', ' '])
      expect(strokeOnUnit(session, hidden, { ...plain, key }, 0.25)).toBeNull();
    expect(strokeOnUnit(session, hidden, { ...plain, key: 'p', ctrlKey: true }, 0.25)).toBeNull();
  });

  test('Escape lets go of what a hand holds', () => {
    const session = { ...fakeSession(), hand: hidden } as unknown as Session;
    strokeOnUnit(session, hidden, { ...plain, key: 'Escape' }, 0.25)!();
    expect(session.release).toHaveBeenCalledOnce();
  });
});

test('keys on a synapse change its weight by a step, or remove it', () => {
  const session = fakeSession();
  const synapse = { kind: 'weight', connection: 'w2', out: 1, in: 3 } as const;
  strokeOnSynapse(session, synapse, 0.5, { ...plain, key: '+' }, 0.1)!();
  expect(session.setWeight).toHaveBeenCalledWith('w2', 1, 3, 0.6);
  strokeOnSynapse(session, synapse, 0.5, { ...plain, key: 'Delete' }, 0.1)!();
  expect(session.experiment.lesions.weights).toEqual({ w2: [[1, 3]] });
});

test('a layer is offered every other one, with the connection there is or the reason there can be none', () => {
  const offers = offersFrom(shortcut, 'x1');
  expect(offers.map((it) => it.to)).toEqual(['x0', 'x2', 'x3']);
  expect(offers.map((it) => it.connection)).toEqual([null, 'w2', 'w4']);
  expect(offers[0]!.refusal).toMatch(/input/);
  expect(offersFrom(shortcut, 'x0').find((it) => it.to === 'x3')).toEqual({
    to: 'x3',
    connection: null,
    refusal: '',
  });
});
