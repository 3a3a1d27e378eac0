import { describe, expect, test } from 'vitest';
import { arrivals } from '#core/network/arrival.ts';
import { parse } from '#experiment/parse.ts';
import {
  brokenRuns,
  errorsOf,
  frontOf,
  neuronErrors,
  rootMeanSquare,
  scaleOf,
  shareOf,
} from '#view/charts/errors/errors.ts';
import { arrangeRows, bottomOf, nameEvery } from '#view/charts/errors/rows.ts';
import { nearestStop, stopAfter } from '#view/charts/parts/stops.ts';
import { experiments, sceneOf } from './scenes.ts';

const chainOf = (layers: number) =>
  parse({
    version: 1,
    network: {
      nodes: Array.from({ length: layers + 1 }, (_, i) => ({
        id: `n${i}`,
        units: 2,
        ...(i === 0 && { clamp: { learning: 'input', testing: 'input' } }),
        ...(i === layers && { clamp: { learning: 'target', testing: 'free' } }),
      })),
      connections: Array.from({ length: layers }, (_, i) => ({
        id: `w${i}`,
        from: `n${i}`,
        to: `n${i + 1}`,
      })),
    },
  }).value!;

describe('the arrival front', () => {
  test.each([1, 2, 5, 12])('moves one level a step down a chain of %i layers', (layers) => {
    for (const frozen of [false, true]) {
      const arrival = arrivals(chainOf(layers).network, frozen);
      for (let i = 1; i <= layers; i++) expect(arrival.get(`n${i}`)).toBe(layers - i);
      expect(arrival.has('n0')).toBe(false);
    }
  });

  test('takes a shortcut, and unless predictions are frozen meets the layer after it from above', () => {
    const { network } = chainOf(4);
    const short = {
      ...network,
      connections: [...network.connections, { ...network.connections[0]!, id: 's', from: 'n1', to: 'n4' }],
    };
    // n1 hears of the output at once; n2 hears through n3, or by its own prediction as n1 moves.
    expect(Object.fromEntries(arrivals(short, true))).toEqual({ n4: 0, n3: 1, n1: 1, n2: 2 });
    expect(Object.fromEntries(arrivals(short, false))).toEqual({ n4: 0, n3: 1, n1: 1, n2: 1 });
  });

  test('is drawn only where theory speaks: forward start, answer clamped, untouched', () => {
    const scene = sceneOf(chainOf(3), 'random', 4);
    expect(frontOf(scene)).not.toBeNull();
    expect(frontOf({ ...scene, answer: 'free' })).toBeNull();
    expect(frontOf({ ...scene, recorded: { ...scene.recorded!, touched: [2] } })).toBeNull();
    const random = {
      ...scene.experiment,
      inference: { ...scene.experiment.inference, start: 'random' as const },
    };
    expect(frontOf({ ...scene, experiment: random })).toBeNull();
  });
});

test.each(experiments)('every predicted layer has a row, the output on top: %s', (_, experiment) => {
  const errors = errorsOf(sceneOf(experiment, 'random', 3))!;
  const predicted = new Set(experiment.network.connections.map((it) => it.to));
  expect(new Set(errors.layers.map((it) => it.id))).toEqual(predicted);
  expect(errors.layers[0]!.name).toBe('output');
  for (const { sizes } of errors.layers) expect(sizes).toHaveLength(4);
});

test('a layer is as large as the root mean square of its neurons at every step', () => {
  const scene = sceneOf(chainOf(3), 'random', 6);
  const layer = errorsOf(scene)!.layers[1]!;
  const neurons = neuronErrors(scene, layer.id);
  expect(neurons).toHaveLength(layer.units);
  for (const [i, size] of layer.sizes.entries()) {
    const squares = neurons.map((it) => it[i]! ** 2);
    expect(size ** 2).toBeCloseTo(squares.reduce((sum, it) => sum + it, 0) / layer.units, 12);
  }
  expect(rootMeanSquare([3, 4])).toBeCloseTo(Math.sqrt(12.5), 12);
  expect(rootMeanSquare([])).toBe(0);
});

test('the colour scale holds every size between its floor and its top', () => {
  for (const most of [1e-9, 0.02, 1, 1.001, 4e12]) {
    const scale = scaleOf([{ id: 'a', name: 'a', units: 1, sizes: Float64Array.of(most, Number.NaN, 0) }]);
    expect(10 ** scale.top).toBeGreaterThanOrEqual(most * (1 - 1e-9));
    expect(shareOf(most, scale)).toBeGreaterThan(0.8);
    expect(shareOf(0, scale)).toBe(0);
    expect(shareOf(10 ** scale.floor, scale)).toBeCloseTo(0, 12);
    expect(shareOf(Number.NaN, scale)).toBeNaN();
  }
});

test('what is not a number is gathered in runs', () => {
  const x = Number.NaN;
  expect(brokenRuns([x, 1, x, x, 2, x])).toEqual([
    [0, 0],
    [2, 3],
    [5, 5],
  ]);
  expect(brokenRuns([1, 2])).toEqual([]);
});

test('rows follow each other without gaps, and fit where there is room, open or not', () => {
  const layers = errorsOf(sceneOf(chainOf(12), 'random', 2))!.layers;
  for (const room of [0, 90, 200, 700])
    for (const open of [null, layers[3]!.id]) {
      const rows = arrangeRows(layers, open, room);
      for (let i = 1; i < rows.length; i++) expect(rows[i]!.top).toBe(bottomOf(rows.slice(0, i)));
      expect(rows.filter((it) => it.neurons)).toHaveLength(open ? 1 : 0);
      for (const row of rows) expect(row.height * nameEvery(rows)).toBeGreaterThanOrEqual(13);
      if (room >= 90) expect(bottomOf(rows)).toBeLessThanOrEqual(room);
    }
});

describe('a plot’s slider', () => {
  test('stays between its ends, on whole numbers', () => {
    const stops = { min: 3, max: 20 };
    expect(nearestStop(stops, 7.4)).toBe(7);
    expect(nearestStop(stops, -2)).toBe(3);
    expect(stopAfter(stops, 20, 'ArrowRight')).toBe(20);
    expect(stopAfter(stops, 9, 'ArrowLeft')).toBe(8);
    expect(stopAfter(stops, 9, 'Home')).toBe(3);
    expect(stopAfter(stops, 9, 'PageUp')).toBe(19);
    expect(stopAfter(stops, 9, 'a')).toBeNull();
  });

  test('or goes from one of few stops to the next', () => {
    const stops = { min: 0, max: 12, only: [0, 2, 5, 12] };
    expect(nearestStop(stops, 4)).toBe(5);
    expect(stopAfter(stops, 2, 'ArrowRight')).toBe(5);
    expect(stopAfter(stops, 0, 'ArrowLeft')).toBe(0);
    expect(stopAfter(stops, 2, 'End')).toBe(12);
  });
});
