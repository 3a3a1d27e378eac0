import { describe, expect, test } from 'vitest';
import type { Equilibrium } from '#core/theory/equilibrium.ts';
import { usual } from '#view/charts/chart.ts';
import { describe as caption, ghostOf, namesThatFit, stackEnergy } from '#view/charts/energy/energy.ts';
import { tracesOf } from '#view/charts/energy/traces.ts';
import { experiments, sceneOf } from './scenes.ts';

describe.each(experiments)('energies of %s', (_, experiment) => {
  const scene = sceneOf(experiment, 'random', 9);

  test.each(['sample', 'batch'] as const)('stack up to the total at every step: %s', (scope) => {
    const traces = tracesOf(scene, scope)!;
    const { bands, finite } = stackEnergy(scene, traces);
    expect(finite).toBe(10);
    for (const [i, [, high]] of bands.at(-1)!.edges.entries()) expect(high).toBeCloseTo(traces.total[i]!, 9);
  });

  test('the sample’s are those of its moments', () => {
    const { layers, total } = tracesOf(scene, 'sample')!;
    for (let t = 0; t <= 9; t++) {
      const moment = scene.recorded!.at(t)!;
      expect(total[t]).toBe(moment.total);
      for (const { id, trace } of layers) expect(trace[t]).toBe(moment.energy[id]);
    }
  });
});

const [, experiment] = experiments[0]!;
const scene = sceneOf(experiment, 'random', 9);

test('the cursor stands where the moment is, within what was recorded', () => {
  const at = (t: number) => tracesOf({ ...scene, moment: { ...scene.moment!, t } }, 'sample')!.now;
  expect(at(4)).toBe(4);
  expect(at(40)).toBe(9);
  const late = { ...scene.recorded!, first: 3 };
  expect(tracesOf({ ...scene, recorded: late }, 'sample')!.first).toBe(3);
});

test('the caption tells whose energy it is', () => {
  expect(caption(scene, usual)).toMatch(/^Sample 1: /);
  expect(caption(scene, { ...usual, scope: 'batch' })).toMatch(/^Mean of 32: /);
});

test('a ghost is compared with the energy of the same scope', () => {
  const ghost = {
    title: 'Before',
    first: 2,
    energy: [4, 3, Number.NaN],
    frame: scene.frame!,
    landscape: null,
    history: [],
  };
  expect(ghostOf(scene, 'sample')).toBeNull();
  expect(ghostOf({ ...scene, ghost }, 'sample')).toMatchObject({ first: 2, most: 4 });
  expect(ghostOf({ ...scene, ghost }, 'batch')!.total).toEqual(Array.from(scene.frame!.total));
});

test('where room is short the largest keep their names, in their order', () => {
  const labels = [{ size: 2 }, { size: 9 }, { size: 1 }, { size: 5 }];
  expect(namesThatFit(labels, 2.7)).toEqual([{ size: 9 }, { size: 5 }]);
  expect(namesThatFit(labels, 0)).toEqual([{ size: 9 }]);
});

test('F* of a linear network is told of the batch, and only of the settings it was found for', () => {
  const linear = {
    ...experiment,
    network: {
      nodes: experiment.network.nodes.map((it) => ({ ...it, activation: 'identity' as const })),
      connections: experiment.network.connections.map((it) => ({ ...it, activation: 'identity' as const })),
    },
  };
  const settled = sceneOf(linear, 'random', 9);
  const equilibrium = { value: { total: 0.125 } as Equilibrium, reason: null };
  const course = { ...settled.course, known: { ...settled.course.known!, equilibrium } };
  const batch = { ...usual, scope: 'batch' } as const;
  expect(caption({ ...settled, course }, batch)).toContain('Dashed: F* at rest, 0.125.');
  for (const silent of [
    caption({ ...settled, course }, usual),
    caption({ ...settled, course: { ...course, changes: ['weights'] } }, batch),
    caption({ ...settled, course, experiment }, batch),
    caption(settled, batch),
  ])
    expect(silent).not.toContain('F*');
});
