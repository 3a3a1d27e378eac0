import { describe, expect, test } from 'vitest';
import { usual } from '#view/charts/chart.ts';
import {
  bandsOf,
  describe as caption,
  fits,
  isSame,
  offeredSpots,
  sliceOf,
  spansOf,
  spotsOf,
  trajectory,
  turnsBack,
} from '#view/charts/landscape/landscape.ts';
import { latest } from '#view/charts/parts/latest.ts';
import { experiments, sceneOf } from './scenes.ts';

describe.each(experiments)('a slice of %s', (_, experiment) => {
  const scene = sceneOf(experiment, 'random', 5);
  const spots = spotsOf(scene);

  test('is over two neurons that settling may move', () => {
    for (const { node, unit } of spots) {
      const layer = experiment.network.nodes.find((it) => it.id === node)!;
      expect(layer.clamp.learning).toBe('free');
      expect(unit).toBeLessThan(layer.units);
    }
    const slice = sliceOf(scene, usual);
    expect(slice !== null).toBe(fits(scene));
    if (slice) expect(isSame(...slice)).toBe(false);
  });

  test('keeps what was chosen, follows the selection, and forgets neurons that are gone', () => {
    if (spots.length < 3) return;
    const chosen = [spots[2]!, spots[0]!] as const;
    expect(sliceOf(scene, { ...usual, slice: chosen })).toBe(chosen);
    const selection = { kind: 'unit', ...spots[1]! } as const;
    expect(sliceOf({ ...scene, selection }, usual)).toEqual([spots[1], spots[2]]);
    const gone = [{ node: 'nobody', unit: 0 }, spots[0]!] as const;
    expect(sliceOf(scene, { ...usual, slice: gone })).toEqual([spots[0], spots[1]]);
  });

  test('has the path of the recorded values, up to the step that is shown', () => {
    const slice = sliceOf(scene, usual);
    if (!slice) return;
    const path = trajectory({ ...scene, moment: scene.recorded!.at(3) }, slice);
    expect(path).toHaveLength(4);
    const value = (t: number, axis: 0 | 1) =>
      scene.recorded!.at(t)!.nodes.find((it) => it.id === slice[axis].node)!.values[slice[axis].unit];
    path.forEach((place, t) => {
      expect(place).toEqual([value(t, 0), value(t, 1)]);
    });
  });

  test('says that it is one', () => {
    if (fits(scene)) expect(caption(scene, usual)).toMatch(/^A slice of .* over .*all else as at t = 5\./);
  });
});

test('pinned and removed neurons are not offered, and of wide layers only some', () => {
  const [, experiment] = experiments.find(([name]) => name === 'Agreement dial')!;
  const [first, second, third] = spotsOf({ experiment });
  const pins = { [first!.node]: { [first!.unit]: 0.5 } };
  const lesions = { ...experiment.lesions, units: { [second!.node]: [second!.unit] } };
  expect(spotsOf({ experiment: { ...experiment, pins, lesions } })[0]).toEqual(third);
  const wide = Array.from({ length: 500 }, (_, unit) => ({ node: 'a', unit }));
  expect(offeredSpots(wide, [wide[400]!]).at(-1)).toEqual({ node: 'a', unit: 400 });
  expect(offeredSpots(wide, []).length).toBeLessThan(100);
});

test('a path turns back where a step opposes the one before', () => {
  const zigzag = [0, 1, 0.2, 0.9, 0.3].map((x) => [x, 0] as const);
  expect(turnsBack(zigzag)).toBe(3);
  expect(turnsBack([0, 1, 2, 3].map((x) => [x, x] as const))).toBe(0);
  expect(turnsBack([])).toBe(0);
});

describe('bands of energy', () => {
  const at = Float64Array.from({ length: 21 }, (_, i) => -1 + i / 10);
  const spot = { node: 'a', unit: 0 };
  const mapOf = (energy: (x: number, y: number) => number) => ({
    across: spot,
    up: { ...spot, unit: 1 },
    xs: at,
    ys: at,
    energy: Float64Array.from({ length: 441 }, (_, i) => energy(at[i % 21]!, at[Math.floor(i / 21)]!)),
  });

  test('of a bowl are rings, even in distance from its bottom', () => {
    // F = r² has the level of band k where r is k tenths of the way to the corner, √2 away.
    const bands = bandsOf(
      mapOf((x, y) => x * x + y * y),
      210,
      210,
    );
    bands.forEach((band, k) => {
      expect(band.from).toBeCloseTo(2 * (k / 10) ** 2, 9);
    });
    const away = (path: string) =>
      [...path.matchAll(/[ML]([\d.]+),([\d.]+)/g)]
        .map(([, x, y]) => [Number(x), Number(y)] as const)
        .filter((place) => place.every((it) => it > 1 && it < 209))
        .map(([x, y]) => Math.hypot(x - 105, y - 105));
    // 100 pixels a unit; a contour is straight between samples 10 pixels apart.
    for (const [k, { path }] of bands.entries())
      for (const distance of away(path)) expect(Math.abs(distance - 10 * k * Math.SQRT2)).toBeLessThan(3);
  });

  test('are drawn with rows from the bottom', () => {
    // High only in the top row of values: the last band lies at the top of the picture.
    const bands = bandsOf(
      mapOf((_, y) => (y > 0.95 ? 1 : 0)),
      210,
      210,
    );
    const heights = [...bands.at(-1)!.path.matchAll(/,([\d.]+)/g)].map((it) => Number(it[1]));
    expect(Math.max(...heights)).toBeLessThan(21);
  });

  test('take what is not a number for the highest, and are none where nothing is', () => {
    expect(
      bandsOf(
        mapOf((x) => (x > 0 ? Number.NaN : x)),
        100,
        100,
      ),
    ).toHaveLength(10);
    expect(
      bandsOf(
        mapOf(() => Number.NaN),
        100,
        100,
      ),
    ).toEqual([]);
    for (const { path } of bandsOf(
      mapOf(() => 3),
      100,
      100,
    ))
      expect(path).not.toContain('NaN');
  });

  test('fill the axes from edge to edge of their cells', () => {
    const [[low, high]] = spansOf(
      mapOf(() => 0),
      [],
    );
    expect([low, high].map((it) => it.toFixed(9))).toEqual(['-1.050000000', '1.050000000']);
    const [across] = spansOf(null, [[4, 0]]);
    expect(across[0]).toBeLessThan(0);
    expect(across[1]).toBeGreaterThan(4);
  });
});

describe('asking one thing at a time', () => {
  const once = () => new Promise((done) => setTimeout(done));

  test('asks once more for all that came up meanwhile', async () => {
    const told: number[] = [];
    let asked = 0;
    let inFlight = 0;
    const asking = latest(
      async () => {
        inFlight += 1;
        expect(inFlight).toBe(1);
        await once();
        inFlight -= 1;
        asked += 1;
        return asked;
      },
      (answer) => told.push(answer),
    );
    for (let i = 0; i < 5; i++) asking.again();
    await once();
    await once();
    await once();
    expect(told).toEqual([1, 2]);
  });

  test('tells nothing once stopped, and goes on after what failed', async () => {
    const told: string[] = [];
    let fails = true;
    const asking = latest(
      async () => {
        if (fails) throw new Error('no');
        return 'yes';
      },
      (answer) => told.push(answer),
    );
    asking.again();
    await once();
    fails = false;
    asking.again();
    await once();
    asking.stop();
    asking.again();
    await once();
    expect(told).toEqual(['yes']);
  });
});
