import { describe, expect, test } from 'vitest';
import { toDocument } from '#experiment/document.ts';
import {
  connect,
  disconnect,
  type Edited,
  pinUnit,
  pinUnits,
  setPlacement,
  toggleSynapse,
  toggleUnit,
  unpinUnit,
  unpinUnits,
} from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { sound } from './samples.ts';

const preset = (id: string): Experiment => sound(presets.find((it) => it.id === id)!.document);
const dial = preset('agreement-dial');
const digits = preset('digits');
const wires = ({ network }: Experiment) => network.connections.map((it) => `${it.id}:${it.from}-${it.to}`);

/** The experiment after an edit that says nothing and that a document keeps. */
const done = ({ experiment, issues }: Edited): Experiment => {
  expect(issues).toEqual([]);
  expect(parse(toDocument(experiment))).toEqual({ value: experiment, issues: [] });
  return experiment;
};
const refuses = (edited: Edited, experiment: Experiment, message: RegExp) => {
  expect(edited.experiment).toBe(experiment);
  expect(edited.issues[0]?.message).toMatch(message);
};

describe('a pin', () => {
  test('holds one unit at a value until it is pulled out', () => {
    const held = done(pinUnit(dial, 'x1', 3, -0.5));
    expect(held.pins).toEqual({ x1: { 3: -0.5 } });
    const moved = done(pinUnit(held, 'x1', 3, 0));
    expect(moved.pins).toEqual({ x1: { 3: 0 } });
    const two = done(pinUnit(moved, 'x1', 0, 1));
    expect(done(unpinUnit(two, 'x1', 3)).pins).toEqual({ x1: { 0: 1 } });
    expect(done(unpinUnit(moved, 'x1', 3))).toEqual(dial);
  });

  test('that changes nothing is no edit', () => {
    const held = done(pinUnit(dial, 'x1', 3, 1));
    expect(done(pinUnit(held, 'x1', 3, 1))).toBe(held);
    expect(done(unpinUnit(dial, 'x1', 3))).toBe(dial);
    expect(done(unpinUnits(dial, 'x1'))).toBe(dial);
  });

  test('holds every unit of a layer, at values of their own', () => {
    const held = done(pinUnits(dial, 'x3', [0.25]));
    const both = done(pinUnits(held, 'x0', new Float32Array([1, -1])));
    expect(both.pins).toEqual({ x3: { 0: 0.25 }, x0: { 0: 1, 1: -1 } });
    expect(done(unpinUnits(both, 'x0'))).toEqual(held);
  });

  test('of a whole layer passes removed units over', () => {
    const lesioned = done(toggleUnit(dial, 'x0', 1));
    expect(done(pinUnits(lesioned, 'x0', [1, 2])).pins).toEqual({ x0: { 0: 1 } });
  });

  test('is refused where there is no unit, no value or nothing to hold', () => {
    refuses(pinUnit(dial, 'x9', 0, 1), dial, /x9/);
    for (const unit of [8, -1, 0.5, Number.NaN]) refuses(pinUnit(dial, 'x1', unit, 1), dial, /0 to 7/);
    for (const value of [Number.NaN, Infinity, 1e39]) refuses(pinUnit(dial, 'x1', 0, value), dial, /finite/);
    refuses(pinUnits(dial, 'x1', [1]), dial, /8 units/);
    refuses(unpinUnit(dial, 'x1', 8), dial, /0 to 7/);
    const lesioned = done(toggleUnit(dial, 'x1', 2));
    refuses(pinUnit(lesioned, 'x1', 2, 1), lesioned, /removed/);
  });

  test('cannot hold a part of a distribution', () => {
    for (const edited of [
      pinUnit(digits, 'x3', 0, 1),
      unpinUnit(digits, 'x3', 0),
      pinUnits(digits, 'x3', new Array(10).fill(0)),
      unpinUnits(digits, 'x3'),
    ])
      refuses(edited, digits, /distribution/);
  });
});

describe('a lesion', () => {
  test('of a unit takes its pin along, and does not give it back', () => {
    const held = done(pinUnit(dial, 'x1', 2, 1));
    const lesioned = done(toggleUnit(held, 'x1', 2));
    expect([lesioned.pins, lesioned.lesions.units]).toEqual([{}, { x1: [2] }]);
    expect(done(toggleUnit(lesioned, 'x1', 2))).toEqual(dial);
  });

  test('of a synapse is there until it is made again', () => {
    const first = done(toggleSynapse(dial, 'w1', 7, 1));
    const second = done(toggleSynapse(first, 'w1', 7, 0));
    expect(second.lesions.weights).toEqual({
      w1: [
        [7, 0],
        [7, 1],
      ],
    });
    expect(done(toggleSynapse(done(toggleSynapse(second, 'w1', 7, 0)), 'w1', 7, 1))).toEqual(dial);
  });

  test('is refused where there is nothing to remove', () => {
    refuses(toggleUnit(dial, 'x9', 0), dial, /x9/);
    refuses(toggleUnit(dial, 'x3', 1), dial, /unit 0 only/);
    refuses(toggleUnit(digits, 'x3', 1), digits, /distribution/);
    refuses(toggleSynapse(dial, 'w9', 0, 0), dial, /w9/);
    refuses(toggleSynapse(dial, 'w1', 8, 0), dial, /x1 has units 0 to 7/);
    refuses(toggleSynapse(dial, 'w1', 0, 2), dial, /x0 has units 0 to 1/);
  });
});

describe('a connection', () => {
  test('joins any node to a later one', () => {
    const skip = done(connect(dial, 'x0', 'x3'));
    expect(wires(skip)).toEqual(['w1:x0-x1', 'w2:x1-x2', 'w3:x2-x3', 'w4:x0-x3']);
    expect(done(disconnect(skip, 'w4'))).toEqual(dial);
  });

  test('is refused where predictions cannot go', () => {
    refuses(connect(dial, 'x2', 'x1'), dial, /x2 → x1 would close a circle: .*x1 → x2/);
    refuses(connect(dial, 'x1', 'x1'), dial, /itself/);
    refuses(connect(dial, 'x1', 'x2'), dial, /already/);
    refuses(connect(dial, 'x1', 'x0'), dial, /input/);
    refuses(connect(dial, 'x3', 'x1'), dial, /output/);
    refuses(connect(dial, 'x9', 'x1'), dial, /x9/);
    refuses(connect(dial, 'x1', 'x9'), dial, /x9/);
  });

  test('stays where the network could not do without it', () => {
    refuses(disconnect(dial, 'w3'), dial, /nothing else predicts x3/);
    refuses(disconnect(dial, 'w9'), dial, /w9/);
    const loose = done(disconnect(done(connect(dial, 'x1', 'x3')), 'w3'));
    refuses(disconnect(loose, 'w2'), loose, /nothing else joins x2/);
  });

  test('has the activation of its source, on the side where the others are', () => {
    const before = done(setPlacement(preset('skip-graph'), 'before'));
    expect(done(connect(before, 'x0', 'x3')).network.connections.at(-1)!.activation).toBe('identity');
    const cut = done(disconnect(before, 'w4'));
    expect(done(connect(cut, 'x1', 'x3'))).toEqual(before);
  });

  test('that was the last one out of a node leaves it its activation', () => {
    const before = done(setPlacement(preset('skip-graph'), 'before'));
    const ends = done(disconnect(before, 'w3'));
    expect(ends.network.nodes.map((it) => it.activation)).toEqual([
      'identity',
      'identity',
      'tanh',
      'identity',
    ]);
    const again = done(connect(ends, 'x2', 'x3')).network;
    expect(again.nodes).toEqual(before.network.nodes);
    expect(again.connections.map((it) => it.activation).sort()).toEqual(
      before.network.connections.map((it) => it.activation).sort(),
    );
  });
});
