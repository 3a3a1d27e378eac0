import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Network } from '#core/network/network.ts';
import { isFree, topologicalOrder } from '#core/network/topology.ts';
import {
  activationOf,
  addLayer,
  type Edited,
  moveLayer,
  placement,
  removeLayer,
  setNodeActivation,
  setPlacement,
  setUnits,
} from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { presets } from '#experiment/presets/index.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { sound } from './samples.ts';

const preset = (id: string): Experiment => sound(presets.find((it) => it.id === id)!.document);
const dial = preset('agreement-dial');
const skip = preset('skip-graph');
const units = ({ network }: Experiment) => network.nodes.map((it) => it.units);
const ids = ({ network }: Experiment) => network.nodes.map((it) => it.id);
const wires = ({ network }: Experiment) => network.connections.map((it) => `${it.id}:${it.from}-${it.to}`);
const done = ({ experiment, issues }: Edited): Experiment => {
  expect(issues).toEqual([]);
  return experiment;
};
const refuses = (edited: Edited, experiment: Experiment, message: RegExp) => {
  expect(edited.experiment).toBe(experiment);
  expect(edited.issues[0]?.message).toMatch(message);
};

/** The network whatever the order in which it is written down. */
const contents = ({ nodes, connections }: Network) => ({
  nodes: new Map(nodes.map((it) => [it.id, it])),
  connections: new Map(connections.map((it) => [it.id, it])),
});
const anyExperiment = fc.nat(10_000).map((seed) => sound(randomDocument(seed)));

describe('a layer is added', () => {
  test('between two others, like its neighbour', () => {
    const deeper = done(addLayer(dial, 'x2'));
    expect(ids(deeper)).toEqual(['x0', 'x1', 'x2', 'x4', 'x3']);
    expect(units(deeper)).toEqual([2, 8, 8, 8, 1]);
    expect(deeper.network.nodes[3]).toMatchObject({
      activation: 'tanh',
      precision: 1,
      clamp: { learning: 'free' },
    });
  });

  test('so that the old weights stay on the side where they fit', () => {
    const narrow = done(setUnits(dial, 'x2', 4));
    expect(wires(done(addLayer(narrow, 'x0')))).toEqual(['w1:x0-x4', 'w4:x4-x1', 'w2:x1-x2', 'w3:x2-x3']);
    expect(wires(done(addLayer(narrow, 'x2')))).toEqual(['w1:x0-x1', 'w2:x1-x2', 'w4:x2-x4', 'w3:x4-x3']);
  });

  test('to a network that has none', () => {
    const none = done(removeLayer(done(removeLayer(dial, 'x1')), 'x2'));
    expect(units(none)).toEqual([2, 1]);
    expect(units(done(addLayer(none, 'x0')))).toEqual([2, 8, 1]);
    expect(ids(done(addLayer(none, 'x0')))).toEqual(['x0', 'x1', 'x3']);
  });

  test('on the way to the next, past which skips still go', () => {
    expect(wires(done(addLayer(skip, 'x1')))).toEqual([
      'w1:x0-x1',
      'w5:x1-x4',
      'w2:x4-x2',
      'w3:x2-x3',
      'w4:x1-x3',
    ]);
  });

  test('only where there is a layer that is not the output', () => {
    refuses(addLayer(dial, 'x3'), dial, /x3 is the output/);
    refuses(addLayer(dial, 'x9'), dial, /x9/);
  });

  test('and taken out again: the network is what it was', () => {
    fc.assert(
      fc.property(anyExperiment, fc.nat(), (experiment, which) => {
        const pairs = experiment.network.connections.map((it) => `${it.from} ${it.to}`);
        fc.pre(new Set(pairs).size === pairs.length);
        const sources = experiment.network.nodes.filter((it) => it.clamp.learning !== 'target');
        const longer = done(addLayer(experiment, sources[which % sources.length]!.id));
        const added = longer.network.nodes.find((it) => !ids(experiment).includes(it.id))!;
        expect(contents(done(removeLayer(longer, added.id)).network)).toEqual(contents(experiment.network));
      }),
    );
  });
});

describe('a layer is removed', () => {
  test('and its neighbours are joined', () => {
    expect(wires(done(removeLayer(dial, 'x1')))).toEqual(['w1:x0-x2', 'w3:x2-x3']);
    expect(wires(done(removeLayer(skip, 'x1')))).toEqual(['w1:x0-x2', 'w4:x0-x3', 'w3:x2-x3']);
  });

  test('without doubling a connection that is there', () => {
    expect(wires(done(removeLayer(skip, 'x2')))).toEqual(['w1:x0-x1', 'w4:x1-x3']);
  });

  test('only where it is hidden', () => {
    for (const id of ['x0', 'x3', 'x9']) refuses(removeLayer(dial, id), dial, /x1, x2/);
  });
});

describe('a layer is moved', () => {
  const narrow = done(setUnits(dial, 'x2', 4));

  test('past its neighbour, with its own units', () => {
    const moved = done(moveLayer(narrow, 'x1', 1));
    expect(ids(moved)).toEqual(['x0', 'x2', 'x1', 'x3']);
    expect(units(moved)).toEqual([2, 4, 8, 1]);
    expect(wires(moved)).toEqual(['w1:x0-x2', 'w2:x2-x1', 'w3:x1-x3']);
    expect(done(moveLayer(narrow, 'x2', -1))).toEqual(moved);
  });

  test('only between hidden layers', () => {
    refuses(moveLayer(dial, 'x1', -1), dial, /x1 is the first/);
    refuses(moveLayer(dial, 'x2', 1), dial, /x2 is the last/);
    refuses(moveLayer(dial, 'x3', -1), dial, /hidden/);
  });

  test('there and back again: the network is what it was', () => {
    fc.assert(
      fc.property(anyExperiment, fc.nat(), fc.constantFrom(-1 as const, 1 as const), (start, which, by) => {
        // Activations on connections would be gone where a dead end takes the place of the only layer that has them.
        const connections = start.network.connections.map((it) => ({
          ...it,
          activation: 'identity' as const,
        }));
        const placed = { ...start, network: { ...start.network, connections } };
        const hidden = topologicalOrder(placed.network).filter(isFree);
        if (hidden.length === 0) return;
        const { id } = hidden[which % hidden.length]!;
        const moved = moveLayer(placed, id, by).experiment;
        const back = moved === placed ? placed : done(moveLayer(moved, id, by === 1 ? -1 : 1));
        expect(contents(back.network)).toEqual(contents(placed.network));
      }),
    );
  });

  test('with its activation, on whichever side of the weights it stands', () => {
    const mixed = done(setNodeActivation(done(setUnits(skip, 'x1', 3)), 'x1', 'relu'));
    const before = done(setPlacement(mixed, 'before'));
    const moved = done(moveLayer(before, 'x1', 1));
    expect(placement(moved.network)).toBe('before');
    for (const { id } of before.network.nodes)
      expect(activationOf(moved.network, id)).toBe(activationOf(before.network, id));
  });
});
