import { describe, expect, test } from 'vitest';
import { inputOf, isFree, targetOf } from '#core/network/topology.ts';
import { addLayer, connect, disconnect, removeLayer, setUnits } from '#experiment/edit.ts';
import { groundsOf as circlesOf } from '#view/diagram/graph/grounds.ts';
import { arrange } from '#view/diagram/layout.ts';
import { groundsOf as postsOf } from '#view/diagram/posts/grounds.ts';
import { rack } from '#view/diagram/posts/rack.ts';
import { sizesAt } from '#view/diagram/posts/shapes.ts';
import { changesBetween } from '#view/diagram/preview/changes.ts';
import { outlinesOf } from '#view/diagram/preview/outlines.ts';
import { experiments } from './scenes.ts';

const nothing = { newLayers: [], goneLayers: [], resized: [], newConnections: [], goneConnections: [] };

describe.each(experiments)('%s', (_, experiment) => {
  const { network } = experiment;
  const hidden = network.nodes.find(isFree);

  test('against itself nothing comes or goes', () => {
    expect(changesBetween(network, structuredClone(network))).toEqual(nothing);
  });

  test('a layer put behind the input is all that comes, and all that goes when it is taken back', () => {
    const input = inputOf(network).id;
    const after = addLayer(experiment, input).experiment.network;
    const added = after.nodes.filter((it) => !network.nodes.some(({ id }) => id === it.id));
    const there = changesBetween(network, after);
    expect(there).toMatchObject({ ...nothing, newLayers: [{ node: added[0], sources: [input] }] });
    expect(there.newLayers).toHaveLength(1);
    expect(changesBetween(after, network)).toEqual({ ...nothing, goneLayers: [added[0]!.id] });
  });

  test.runIf(hidden)('a layer taken out goes alone', () => {
    const after = removeLayer(experiment, hidden!.id).experiment.network;
    expect(changesBetween(network, after)).toEqual({ ...nothing, goneLayers: [hidden!.id] });
  });

  test.runIf(hidden)('a hidden layer gains neurons and loses them', () => {
    const { id, units: from } = hidden!;
    const to = from + 2;
    const after = setUnits(experiment, id, to).experiment.network;
    expect(changesBetween(network, after)).toEqual({ ...nothing, resized: [{ id, from, to }] });
    expect(changesBetween(after, network)).toEqual({ ...nothing, resized: [{ id, from: to, to: from }] });
  });

  test.each([
    [1000, 420],
    [700, 230],
    [350, 380],
  ])('in %d × %d every neuron that goes is crossed or counted, and what comes is inside', (width, height) => {
    const stand = rack(network, width, height);
    const drawings = [
      postsOf(stand, width, sizesAt(stand.pitch)),
      circlesOf(arrange(network, width, height), width, height),
    ];
    for (const grounds of drawings) {
      for (const { id, units } of network.nodes) {
        const less = outlinesOf({ ...nothing, resized: [{ id, from: units, to: units - 1 }] }, grounds);
        expect(less.comes).toEqual([]);
        expect(less.goes.length + less.words.length).toBe(1);
        const more = outlinesOf({ ...nothing, resized: [{ id, from: units, to: units + 3 }] }, grounds);
        expect(more.goes).toEqual([]);
        expect(more.comes.length === 3 || more.words[0]?.text === '+3').toBe(true);
      }
      for (const { from } of network.connections) {
        const after = addLayer(experiment, from).experiment.network;
        const { comes } = outlinesOf(changesBetween(network, after), grounds);
        expect(comes).toHaveLength(1);
        const [x, y, wide, tall] = comes[0]!.match(/[\d.]+/g)!.map(Number) as [
          number,
          number,
          number,
          number,
        ];
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + wide).toBeLessThanOrEqual(width + 1);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y + tall).toBeLessThanOrEqual(grounds.height + 1);
      }
    }
  });
});

test('a connection past a layer comes, and goes again', () => {
  const { experiment } = addLayer(experiments[0]![1], inputOf(experiments[0]![1].network).id);
  const ends = { from: inputOf(experiment.network).id, to: targetOf(experiment.network).id };
  const wired = connect(experiment, ends.from, ends.to).experiment;
  expect(wired).not.toBe(experiment);
  expect(changesBetween(experiment.network, wired.network)).toMatchObject({
    ...nothing,
    newConnections: [ends],
  });
  const { id } = wired.network.connections.at(-1)!;
  const back = disconnect(wired, id).experiment;
  expect(changesBetween(wired.network, back.network)).toEqual({
    ...nothing,
    goneConnections: [{ id, ...ends }],
  });
});
