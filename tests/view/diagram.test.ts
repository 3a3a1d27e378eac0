import { describe, expect, test } from 'vitest';
import { endOf, nearestSynapse, prominence, SYNAPSE_BUDGET, wire } from '#view/diagram/graph/synapses.ts';
import { arrange, drawnUnits, unitPoint } from '#view/diagram/layout.ts';
import { neededFor } from '#view/diagram/lens.ts';
import { diamondSize, shortValue } from '#view/diagram/marks.ts';
import { walk } from '#view/diagram/roving.ts';
import { describeDrawing } from '#view/diagram/sentences.ts';
import { experiments, sceneOf } from './scenes.ts';

const rooms = [
  [1000, 420],
  [700, 230],
  [350, 380],
] as const;

describe.each(experiments)('%s', (_, experiment) => {
  const { network } = experiment;
  const weights = sceneOf(experiment, 'random').frame!.weights;

  test.each(rooms)(
    'in %d × %d every unit is drawn, counted or a pixel, inside and apart',
    (width, height) => {
      const { layers } = arrange(network, width, height);
      for (const layer of layers) {
        if (!layer.image) expect(layer.units.length + layer.hidden).toBe(layer.node.units);
        for (const { x, y } of layer.units) {
          expect(x).toBeGreaterThanOrEqual(layer.radius);
          expect(x).toBeLessThanOrEqual(width - layer.radius);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(height);
        }
        const [first, second] = layer.units;
        if (first && second)
          expect(Math.hypot(second.x - first.x, second.y - first.y)).toBeGreaterThanOrEqual(2 * layer.radius);
      }
      expect(new Set(layers.filter((it) => !it.image).map((it) => it.radius)).size).toBe(1);
    },
  );

  test.each(rooms)(
    'in %d × %d the synapses drawn are the strongest ones, and the picture says how many',
    (width, height) => {
      const arrangement = arrange(network, width, height);
      const wiring = wire(network, arrangement, weights);
      expect(wiring.synapses.length).toBeLessThanOrEqual(SYNAPSE_BUDGET);
      expect(describeDrawing(arrangement, wiring) === '').toBe(wiring.synapses.length === wiring.total);
      for (const { id, from, to } of network.connections) {
        const drawn = wiring.synapses.filter((it) => it.connection === id);
        const weakest = Math.min(...drawn.map((it) => Math.abs(it.weight)));
        const kept = new Set(drawn.map((it) => `${it.out},${it.in}`));
        const pre = arrangement.layers.find((it) => it.node.id === from)!;
        const post = arrangement.layers.find((it) => it.node.id === to)!;
        for (let out = 0; out < drawnUnits(post); out++)
          for (let source = 0; source < drawnUnits(pre); source++)
            if (!kept.has(`${out},${source}`))
              expect(Math.abs(weights[id]![out * pre.node.units + source]!)).toBeLessThanOrEqual(weakest);
      }
    },
  );

  test('a click on the middle of a synapse finds one that passes there', () => {
    const arrangement = arrange(network, 1000, 420);
    const { synapses } = wire(network, arrangement, weights);
    const [a, , , d] = synapses[0]!.curve;
    expect(nearestSynapse(synapses, a)).not.toBeNull();
    expect(nearestSynapse(synapses, d)).not.toBeNull();
    expect(nearestSynapse(synapses, { x: -500, y: -500 })).toBeNull();
  });

  test('the arrow keys reach every drawn unit and never leave the network', () => {
    const arrangement = arrange(network, 1000, 420);
    const first = arrangement.layers.find((it) => it.units.length > 0)!;
    const reached = new Set<string>();
    const queue = [{ node: first.node.id, unit: 0 }];
    while (queue.length > 0) {
      const spot = queue.pop()!;
      const name = `${spot.node}/${spot.unit}`;
      if (reached.has(name)) continue;
      reached.add(name);
      for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
        const next = walk(arrangement, spot, key);
        if (!next) continue;
        expect(
          unitPoint(arrangement.layers.find((it) => it.node.id === next.node)!, next.unit),
        ).not.toBeNull();
        queue.push(next);
      }
    }
    expect(reached.size).toBe(arrangement.layers.reduce((sum, it) => sum + it.units.length, 0));
  });
});

test.each([
  [0.42, '.42'],
  [-0.42, '−.42'],
  [0.999, '1.0'],
  [-12.3, '−12'],
  [0.001, '0'],
  [Number.NaN, ''],
  [123456, ''],
])('in a circle %d is written “%s”', (value, text) => {
  expect(shortValue(value)).toBe(text);
});

test('the area of a diamond grows with the error and its size is bounded', () => {
  expect(diamondSize(0.25, 1, 16)).toBeCloseTo(8, 12);
  expect(diamondSize(-1, 1, 16)).toBe(16);
  expect(diamondSize(1e9, 1, 16)).toBe(16);
  expect(diamondSize(0, 1, 16)).toBe(0);
});

describe('the lens', () => {
  const [, experiment] = experiments.find(([name]) => name === 'A deep chain')!;
  const { network } = experiment;
  const chosen = { kind: 'weight', connection: 'w2', out: 1, in: 3 } as const;
  const { synapses } = wire(
    network,
    arrange(network, 1000, 420),
    sceneOf(experiment, 'random').frame!.weights,
  );
  const near = (lens: 'rule' | 'backprop') =>
    synapses.filter((it) => prominence(network, it, chosen, neededFor(experiment, chosen, lens)) === 'near');

  test('of the rule lights no synapse but the chosen one', () => {
    expect(near('rule')).toEqual([]);
    expect(synapses.filter((it) => prominence(network, it, chosen, null) === 'chosen')).toHaveLength(1);
  });

  test('of backprop lights every path from the chosen synapse to the output, and nothing before it', () => {
    const lit = near('backprop');
    const units = (id: string): number => network.nodes.find((it) => it.id === id)!.units;
    const count = (connection: string): number => lit.filter((it) => it.connection === connection).length;
    expect(count('w1') + count('w2')).toBe(0);
    expect(count('w3')).toBe(units('x3'));
    expect(lit.filter((it) => it.connection === 'w3').every((it) => it.in === chosen.out)).toBe(true);
    expect(count('w4')).toBe(units('x3') * units('x4'));
    expect(count('w5')).toBe(units('x4') * units('x5'));
  });

  test('looks at nothing where no synapse is chosen, or it is gone', () => {
    expect(neededFor(experiment, null, 'backprop')).toBeNull();
    expect(neededFor(experiment, { kind: 'unit', node: 'x1', unit: 0 }, 'rule')).toBeNull();
    expect(neededFor(experiment, { ...chosen, connection: 'gone' }, 'rule')).toBeNull();
  });
});

test('what excites ends in an arrowhead that points along it, what inhibits in a bar across it', () => {
  const level = [0, 1, 2, 3].map((x) => ({ x: 100 * x, y: 50 })) as unknown as Parameters<
    typeof endOf
  >[0]['curve'];
  const synapse = { connection: 'w1', out: 0, in: 0, curve: level };
  const numbers = (d: string): number[] => (d.match(/-?[\d.]+/g) ?? []).map(Number);
  const [bx, , tipX, tipY, ax] = numbers(endOf({ ...synapse, weight: 1 }, 4));
  expect(tipX).toBeGreaterThan(bx!);
  expect(ax).toBe(bx);
  expect(tipY).toBe(50);
  const [x1, y1, x2, y2] = numbers(endOf({ ...synapse, weight: -1 }, 4));
  expect(x1).toBe(x2);
  expect(Math.abs(y1! - y2!)).toBe(8);
});
