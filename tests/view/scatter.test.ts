import { describe, expect, test } from 'vitest';
import { describe as caption, table } from '#view/charts/agreement/agreement.ts';
import {
  apartOf,
  type Pair,
  pairsOf,
  selectionOf,
  sizeOf,
  synapseOf,
  tell,
} from '#view/charts/agreement/pairs.ts';
import {
  density,
  foremost,
  idle,
  nearest,
  ray,
  reach,
  stepFrom,
  stretchOf,
} from '#view/charts/agreement/scatter.ts';
import { linearRange, linearStretch, symlogStretch } from '#view/charts/agreement/stretch.ts';
import { rowsOf, signsOf, verdictOf } from '#view/charts/agreement/verdict.ts';
import { usual } from '#view/charts/chart.ts';
import { Draw, seeds } from '../oracles/scenarios.ts';
import { emptyScene, experiments, sceneOf } from './scenes.ts';

const scales = ['linear', 'symlog'] as const;

/** Gradients over many decades, some of them 0. */
function pairOf(seed: number, name: string, rank: number, rows = 5, columns = 7): Pair {
  const draw = new Draw(seed, name);
  const values = () => {
    const decades = draw.normals(rows * columns);
    return draw
      .normals(rows * columns)
      .map((it, i) => (i % 6 === seed % 6 ? 0 : it * 10 ** (2 * decades[i]!)));
  };
  return { id: name, rank, layer: 'layer-1', rows, columns, gradients: values(), backprop: values() };
}
const twoPairs = (seed: number): readonly Pair[] => [
  pairOf(seed, 'first', 0),
  pairOf(seed, 'second', 1, 3, 4),
];

describe.each([
  ['linear', linearStretch(0.5)],
  ['symlog', symlogStretch(0.5, 1e-6)],
  ['symlog of one decade', symlogStretch(10, 1)],
] as const)('a %s axis', (_, stretch) => {
  const shares = Array.from({ length: 401 }, (_, i) => i / 200 - 1);

  test('has its ends at ±1, 0 in the middle, and is the same on both sides', () => {
    expect([stretch.share(stretch.most), stretch.share(0)]).toEqual([1, 0]);
    for (const share of shares) expect(stretch.value(-share)).toBeCloseTo(-stretch.value(share), 14);
  });

  test('leads back to every share, and rises everywhere', () => {
    for (const share of shares) expect(stretch.share(stretch.value(share))).toBeCloseTo(share, 12);
    const values = shares.map((it) => stretch.value(it));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });

  test('has its marks within, in order, 0 among them', () => {
    expect(stretch.marks).toContain(0);
    expect(stretch.marks).toEqual(stretch.marks.toSorted((a, b) => a - b));
    for (const mark of stretch.marks) expect(Math.abs(stretch.share(mark))).toBeLessThanOrEqual(1);
  });

  test.each([0.9, 1, 1.1])('draws y = %f x through places where that holds', (factor) => {
    for (const [across, up] of ray(stretch, factor)) {
      const [x, y] = [stretch.value(across), stretch.value(up)];
      expect(Math.abs(y - factor * x)).toBeLessThanOrEqual(1e-12 * Math.abs(x));
    }
  });
});

describe('a symlog axis', () => {
  const linear = 1e-4;
  const { share } = symlogStretch(1, linear);

  test('gives equal differences equal room up to its linear range, and every decade the same beyond', () => {
    const step = share(linear) / 10;
    for (let i = -9; i <= 10; i++)
      expect(share((i * linear) / 10) - share(((i - 1) * linear) / 10)).toBeCloseTo(step, 12);
    const decade = share(1) - share(0.1);
    for (const value of [1e-3, 3e-3, 1e-2, 0.1])
      expect(share(10 * value) - share(value)).toBeCloseTo(decade, 12);
  });

  test('has no kink where the two meet', () => {
    const tiny = 1e-6 * linear;
    const [inside, outside] = [share(linear) - share(linear - tiny), share(linear + tiny) - share(linear)];
    expect(outside / inside).toBeCloseTo(1, 5);
  });
});

describe.each(seeds(12))('a scatter of random gradients (%i)', (seed) => {
  const pairs = twoPairs(seed);
  const all = pairs.flatMap(({ id, gradients, backprop }) =>
    Array.from(gradients, (g, at) => ({ id, at, g, b: backprop[at]! })),
  );

  test('has a linear range of a power of ten, below which lies at most a tenth of what is not 0', () => {
    const sizes = all.flatMap(({ g, b }) => [Math.abs(g), Math.abs(b)]).filter((it) => it > 0);
    const most = reach(pairs);
    const range = linearRange(
      pairs.flatMap((it) => [it.gradients, it.backprop]),
      most,
    );
    expect(Math.log10(range)).toBeCloseTo(Math.round(Math.log10(range)), 9);
    expect(range).toBeLessThan(most);
    const below = sizes.filter((it) => it < range).length / sizes.length;
    const tenfold = sizes.filter((it) => it < 10 * range).length / sizes.length;
    expect(below).toBeLessThanOrEqual(0.1);
    // The largest such power that leaves a decade to the axis, unless gradients span more than ten.
    if (100 * range <= most) expect(tenfold).toBeGreaterThan(0.1);
  });

  test.each(scales)('counts every weight once, in the square its gradients lie in: %s', (scale) => {
    const stretch = stretchOf(pairs, scale);
    const bins = 9;
    const counts = density(pairs, stretch, bins);
    const edges = Array.from({ length: bins + 1 }, (_, i) => stretch.value((2 * i) / bins - 1));
    for (let row = 0; row < bins; row++)
      for (let column = 0; column < bins; column++) {
        const [low, high] = [edges[bins - 1 - row]!, edges[bins - row]!];
        const within = all.filter(
          ({ g, b }) =>
            (g !== 0 || b !== 0) && b >= edges[column]! && b < edges[column + 1]! && g >= low && g < high,
        );
        expect(counts[row * bins + column]).toBe(within.length);
      }
    expect(counts.reduce((sum, it) => sum + it, 0) + idle(pairs)).toBe(sizeOf(pairs));
  });

  test.each(scales)('finds the weight nearest to a place, as looking at all of them does: %s', (scale) => {
    const stretch = stretchOf(pairs, scale);
    const draw = new Draw(seed, 'places');
    for (let i = 0; i < 30; i++) {
      const [across, up] = draw.normals(2).map((it) => it / 2) as [number, number];
      const distance = ({ g, b }: { g: number; b: number }) =>
        Math.hypot(stretch.share(b) - across, stretch.share(g) - up);
      const least = Math.min(...all.map(distance));
      const found = nearest(pairs, stretch, [across, up], 0.2);
      expect(found !== null).toBe(least <= 0.2);
      if (found) expect(distance(all.find(({ id, at }) => id === found.id && at === found.at)!)).toBe(least);
    }
  });

  test.each([
    ['ArrowRight', 'ArrowLeft', 'b'],
    ['ArrowUp', 'ArrowDown', 'g'],
  ] as const)(
    'is walked by %s through every weight in the order of its gradient, and back by %s',
    (forth, back, side) => {
      const sorted = all.toSorted((x, y) => x[side] - y[side]);
      for (const [key, order] of [
        [forth, sorted],
        [back, sorted.toReversed()],
      ] as const) {
        const walked = [{ id: order[0]!.id, at: order[0]!.at }];
        for (;;) {
          const next = stepFrom(pairs, walked.at(-1)!, key);
          if (!next) break;
          walked.push(next);
        }
        expect(walked).toEqual(order.map(({ id, at }) => ({ id, at })));
      }
    },
  );

  test('begins for the keyboard at the weight that backprop would change most', () => {
    const { id, at } = foremost(pairs)!;
    const size = Math.abs(pairs.find((it) => it.id === id)!.backprop[at]!);
    expect(size).toBe(Math.max(...all.map(({ b }) => Math.abs(b))));
  });
});

test('keys that are no arrows lead nowhere, nor does anything where there is nothing', () => {
  const pairs = twoPairs(1);
  expect(stepFrom(pairs, { id: 'first', at: 0 }, 'x')).toBeNull();
  expect(stepFrom([], { id: 'first', at: 0 }, 'ArrowUp')).toBeNull();
  expect(foremost([])).toBeNull();
  expect(nearest([], linearStretch(1), [0, 0], 1)).toBeNull();
});

describe.each(experiments)('the scatter of %s', (_, experiment) => {
  const scene = sceneOf(experiment, 'random', 4);
  const pairs = pairsOf(scene);

  test('has every weight, and those of one connection where it stands apart', () => {
    const weights = Object.values(scene.frame!.weights);
    expect(sizeOf(pairs)).toBe(weights.reduce((sum, it) => sum + it.length, 0));
    for (const { id, rows, columns, rank } of pairs) {
      expect(rows * columns).toBe(scene.frame!.weights[id]!.length);
      expect(pairsOf(scene, id)).toEqual([{ ...pairs[rank]! }]);
    }
    expect(apartOf(scene, 'nobody')).toBeNull();
    expect(sizeOf(pairsOf(scene, 'nobody'))).toBe(sizeOf(pairs));
  });

  test('selects the synapse of a mark, and marks the selected one', () => {
    for (const { id, gradients, backprop, columns } of pairs) {
      const at = gradients.length - 1;
      const selection = selectionOf(pairs, { id, at })!;
      if (selection.kind !== 'weight') throw new Error('a mark is a synapse');
      expect([selection.connection, selection.out * columns + selection.in]).toEqual([id, at]);
      expect(synapseOf(pairs, selection)).toEqual({ id, at });
      expect(tell(scene, pairs, { id, at })).toMatchObject({ g: gradients[at], b: backprop[at] });
      expect(caption({ ...scene, selection })).toContain('Ringed: ');
    }
    expect(synapseOf(pairs, { kind: 'unit', node: 'x', unit: 0 })).toBeNull();
  });

  test('tells of its axes and of what it leaves out', () => {
    const look = (gradients: typeof usual.gradients) => caption(scene, { ...usual, gradients });
    expect(look({ scale: 'symlog', apart: null })).toContain('linear within ±');
    expect(look({ scale: 'linear', apart: null })).not.toContain('linear within');
    expect(look({ scale: 'linear', apart: pairs[0]!.id })).toContain(' is drawn.');
  });
});

describe('the verdict', () => {
  const verdict = (angleDegrees: number, normRatio = 1, relativeError = 1) =>
    verdictOf({ angleDegrees, normRatio, relativeError });

  test('is about direction alone', () => {
    expect([0, 5, 5.1, 89, 90, 180].map((it) => verdict(it))).toEqual([
      'aligned',
      'aligned',
      'rotated',
      'rotated',
      'opposite',
      'opposite',
    ]);
    expect(verdict(3, 1e-3)).toBe(verdict(3, 1e3));
  });

  test('waits for more than rounding, and gives up on what is no number', () => {
    expect([verdictOf(null), verdict(170, 1e-8)]).toEqual(['not arrived', 'not arrived']);
    expect([verdict(Number.NaN), verdict(1, Number.POSITIVE_INFINITY), verdict(1, Number.NaN)]).toEqual(
      Array(3).fill('diverged'),
    );
  });

  const [, experiment] = experiments[0]!;

  test('is given for every connection, and for all together in the table', () => {
    const scene = sceneOf(experiment, 'random', 4);
    const rows = rowsOf(scene);
    expect(rows.map((it) => it.id)).toEqual(experiment.network.connections.map((it) => it.id));
    expect(
      table(scene)
        .rows.map((it) => it.at(-1)!)
        .slice(0, -1),
    ).toEqual(rows.map((it) => it.verdict));
    expect(rowsOf(sceneOf(experiment, 'broken')).every((it) => it.verdict === 'diverged')).toBe(true);
    expect(rowsOf(emptyScene(experiment))).toEqual([]);
  });

  test('has signs of the same step only', () => {
    const { frame } = sceneOf(experiment, 'random', 4);
    const [id] = Object.keys(frame!.gradients) as [string];
    expect(signsOf(frame, id)).not.toBeNull();
    const late = { ...frame!, gradientsAt: 2 };
    expect([signsOf(late, id), signsOf(late), signsOf(null)]).toEqual([null, null, null]);
    const unread = { ...frame!, gradients: {}, backprop: {} };
    expect([signsOf(unread, id), signsOf(unread)]).toEqual([null, null]);
  });
});
