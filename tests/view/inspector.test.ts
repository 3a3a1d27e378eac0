import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { pinUnit, toggleSynapse, toggleUnit } from '#experiment/edit.ts';
import type { Session } from '#session/session.ts';
import { arrow, boundOver, holdOf, inspectSynapse, inspectUnit } from '#view/panels/inspected.ts';
import SynapseDetails from '#view/panels/SynapseDetails.svelte';
import UnitDetails from '#view/panels/UnitDetails.svelte';
import Easel from './Easel.svelte';
import { experiments, sceneOf } from './scenes.ts';

const held = (component: unknown) => component as Component<Record<string, unknown>>;
const [, experiment] = experiments[0]!;
const { network } = experiment;
const [input, hidden] = network.nodes;
const target = network.nodes.at(-1)!;
const [connection] = network.connections;

describe('a neuron', () => {
  test('is told with the numbers of the moment shown, not of the batch', () => {
    const scene = sceneOf(experiment, 'random', 5);
    const moment = scene.recorded!.at(2)!;
    const found = inspectUnit(network, moment, hidden!.id, 1)!;
    const node = moment.nodes.find((it) => it.id === hidden!.id)!;
    expect(found.value).toBe(node.values[1]);
    expect(found.prediction).toBe(node.predictions![1]);
    expect(found.error).toBe(node.errors![1]);
    expect(found.drive).toBe(node.drives![1]);
  });

  test('that is not there, or in no such layer, is none', () => {
    const { moment } = sceneOf(experiment, 'random', 1);
    expect(inspectUnit(network, moment!, hidden!.id, hidden!.units)).toBeNull();
    expect(inspectUnit(network, moment!, 'elsewhere', 0)).toBeNull();
  });

  test('is held by whatever is nearest to it: removed, a hand, a pin, the data', () => {
    const scene = { experiment, answer: 'clamped', hand: null } as const;
    const spot = { node: hidden!.id, unit: 0 };
    expect(holdOf(scene, hidden!.id, 0)).toBeNull();
    expect(holdOf(scene, input!.id, 0)).toBe('data');
    expect(holdOf(scene, target.id, 0)).toBe('answer');
    expect(holdOf({ ...scene, answer: 'free' }, target.id, 0)).toBeNull();
    const pinned = { ...scene, experiment: pinUnit(experiment, hidden!.id, 0, 1).experiment };
    expect(holdOf(pinned, hidden!.id, 0)).toBe('pin');
    expect(holdOf(pinned, hidden!.id, 1)).toBeNull();
    expect(holdOf({ ...pinned, hand: spot }, hidden!.id, 0)).toBe('hand');
    const removed = { ...scene, experiment: toggleUnit(experiment, hidden!.id, 0).experiment };
    expect(holdOf({ ...removed, hand: spot }, hidden!.id, 0)).toBe('removed');
  });
});

describe('the picture of its forces', () => {
  test('has a scale that no recorded step leaves, and that does not shrink as more are recorded', () => {
    const { recorded } = sceneOf(experiment, 'random', 9);
    let before = 0;
    for (let last = 0; last <= 9; last++) {
      const bound = boundOver({ ...recorded!, last }, hidden!.id, 0, ['errors', 'drives']);
      const node = recorded!.at(last)!.nodes.find((it) => it.id === hidden!.id)!;
      expect(bound).toBeGreaterThanOrEqual(Math.max(Math.abs(node.errors![0]!), Math.abs(node.drives![0]!)));
      if (last > 0) expect(bound).toBeGreaterThanOrEqual(before);
      before = bound;
    }
  });

  test('draws equal and opposite forces as arrows of one length, away from the middle', () => {
    const tip = (path: string): number => Number(/H([-\d.]+)/.exec(path)![1]);
    const [left, right] = [tip(arrow(-0.3, 1, 100, 14)), tip(arrow(0.3, 1, 100, 14))];
    expect(50 - left).toBeCloseTo(right - 50, 12);
    expect(right).toBeGreaterThan(50);
    expect(tip(arrow(7, 1, 100, 14))).toBeLessThanOrEqual(100);
  });

  test('draws none where there is none, or no number', () => {
    expect(arrow(0, 1, 100, 14)).toBe('');
    expect(arrow(Number.NaN, 1, 100, 14)).toBe('');
  });
});

describe('a synapse', () => {
  const scene = sceneOf(experiment, 'random', 4);
  const columns = input!.units;

  test('has the value before it, the error after it, and the figures of its place', () => {
    const moment = scene.recorded!.at(1)!;
    const found = inspectSynapse({ ...scene, moment }, connection!.id, 2, 1)!;
    expect(found.from.value).toBe(moment.nodes[0]!.values[1]);
    expect(found.to.error).toBe(moment.nodes[1]!.errors![2]);
    const at = 2 * columns + 1;
    expect(found.weight).toBe(scene.frame!.weights[connection!.id]![at]);
    expect(found.gradient).toBe(scene.frame!.gradients[connection!.id]![at]);
    expect(found.backprop).toBe(scene.frame!.backprop[connection!.id]![at]);
    expect(found.removed).toBeNull();
  });

  test('is known to be removed, by itself or with an end', () => {
    const cut = toggleSynapse(experiment, connection!.id, 2, 1).experiment;
    expect(inspectSynapse({ ...scene, experiment: cut }, connection!.id, 2, 1)!.removed).toBe('synapse');
    expect(inspectSynapse({ ...scene, experiment: cut }, connection!.id, 1, 1)!.removed).toBeNull();
    const lame = toggleUnit(experiment, hidden!.id, 2).experiment;
    expect(inspectSynapse({ ...scene, experiment: lame }, connection!.id, 2, 1)!.removed).toBe('end');
  });
});

describe.each(experiments)('in %s every neuron and synapse', (_, experiment) => {
  test.each(['random', 'zero', 'broken'] as const)(
    'is told without a bad attribute where numbers are %s',
    (kind) => {
      const session = sceneOf(experiment, kind) as Session;
      const bad = (drawing: unknown, props: Record<string, unknown>): RegExpMatchArray | null => {
        const { body } = render(Easel, { props: { session, drawing: held(drawing), props } });
        expect(body).toMatch(/<(dl|button)/);
        return body.match(/\s(?!aria-label|title|value)[\w:-]+="[^"]*(?:NaN|Infinity|undefined)[^"]*"/);
      };
      for (const { id, units } of experiment.network.nodes)
        for (const unit of new Set([0, units - 1])) expect(bad(UnitDetails, { node: id, unit })).toBeNull();
      for (const { id } of experiment.network.connections)
        expect(bad(SynapseDetails, { connection: id, out: 0, source: 0 })).toBeNull();
    },
  );
});
