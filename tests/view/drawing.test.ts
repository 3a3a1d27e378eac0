import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { Session } from '#session/session.ts';
import { charts } from '#view/charts/index.ts';
import Drawing from '#view/diagram/graph/Graph.svelte';
import { wire } from '#view/diagram/graph/synapses.ts';
import { arrange } from '#view/diagram/layout.ts';
import Matrix from '#view/diagram/matrix/Matrix.svelte';
import Posts from '#view/diagram/posts/Posts.svelte';
import Easel from './Easel.svelte';
import { emptyScene, experiments, sceneOf } from './scenes.ts';

/** A component as the easel takes it: with whatever it asks for. */
const held = (component: unknown) => component as Component<Record<string, unknown>>;

const rooms = [
  { width: 640, height: 360 },
  { width: 300, height: 420 },
  { width: 20, height: 8 },
];

const moments = experiments.flatMap(([name, experiment]) => [
  [`${name}, before anything was measured`, emptyScene(experiment)] as const,
  [`${name}, at t = 0`, sceneOf(experiment, 'random', 0)] as const,
  [`${name}, settled`, sceneOf(experiment, 'random')] as const,
  [`${name}, all zero`, sceneOf(experiment, 'zero')] as const,
  [`${name}, diverged`, sceneOf(experiment, 'broken')] as const,
]);

/** Attributes with a number that is none. Text may say "not a number". */
const badAttributes = (html: string): readonly string[] => [
  ...new Set(
    [...html.matchAll(/\s[\w:-]+="[^"]*(?:NaN|Infinity|undefined)[^"]*"/g)].map(([attribute]) => attribute),
  ),
];

describe.each(moments)('%s', (_, scene) => {
  const session = scene as Session;

  test('no chart writes what is not a number into an attribute', () => {
    for (const chart of charts.filter((it) => it.fits(scene)))
      for (const room of rooms) {
        const { body } = render(Easel, { props: { session, drawing: held(chart.component), props: room } });
        expect(badAttributes(body), chart.id).toEqual([]);
      }
  });

  test('nor does the network, at any size', () => {
    for (const room of rooms) {
      const { network } = scene.experiment;
      const arrangement = arrange(network, room.width, room.height);
      const wiring = wire(network, arrangement, scene.frame?.weights ?? {});
      const props = { arrangement, wiring, ...room };
      const { body } = render(Easel, { props: { session, drawing: held(Drawing), props } });
      expect(badAttributes(body)).toEqual([]);
      const matrix = render(Easel, { props: { session, drawing: held(Matrix), props: room } });
      expect(badAttributes(matrix.body)).toEqual([]);
      const posts = render(Easel, { props: { session, drawing: held(Posts), props: room } });
      expect(badAttributes(posts.body)).toEqual([]);
    }
  });
});
