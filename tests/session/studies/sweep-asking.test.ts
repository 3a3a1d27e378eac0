import { describe, expect, test } from 'vitest';
import type { Program } from '#core/plan/plan.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { toDocument } from '#experiment/document.ts';
import { parse } from '#experiment/parse.ts';
import { Stopped } from '#session/studies/study.ts';
import { axes, axisIds, axisOf } from '#session/studies/sweep/axes.ts';
import { experimentAt, refusalOf } from '#session/studies/sweep/map.ts';
import { FEWEST, fitted, MOST, type Span, valuesOf } from '#session/studies/sweep/span.ts';
import { sweep } from '#session/studies/sweep/sweep.ts';
import { Draw, randomExperiment, seeds, understood } from '../../oracles/scenarios.ts';
import { alone, benchOf, circle, pixelsOf, request } from '../../oracles/sweeps.ts';

const nonsense = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  0,
  1e-320,
  1e300,
  0.5,
  3,
  7.5,
  64,
  1000,
];

const anySpan = (draw: Draw): Span => ({
  axis: draw.one(axisIds),
  from: draw.chance(0.5) ? draw.one(nonsense) : 10 * draw.normal(),
  to: draw.chance(0.5) ? draw.one(nonsense) : 10 * draw.normal(),
  count: draw.chance(0.5) ? draw.one(nonsense) : draw.whole([1, 80]),
  scale: draw.one(['linear', 'log']),
});

describe('whatever is asked of an axis', () => {
  test.each(seeds(300))('its values can be set, rise, and end where the span does (%i)', (seed) => {
    const span = anySpan(new Draw(seed, 'span'));
    const within = fitted(span);
    const values = valuesOf(span);
    const { min, max, type } = axisOf(span.axis);
    expect(fitted(within)).toEqual(within);
    expect(within.count).toBeGreaterThanOrEqual(FEWEST);
    expect(values.length).toBeLessThanOrEqual(MOST);
    expect([values[0], values.at(-1)]).toEqual([within.from, within.to]);
    for (const [i, value] of values.entries()) {
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
      if (type !== 'number') expect(Number.isInteger(value)).toBe(true);
      if (i > 0) expect(value).toBeGreaterThan(values[i - 1]!);
    }
  });

  test.each(axes.map((it) => [it.id, it] as const))(
    'a value of %s is found again in the experiment it gives, which a document holds',
    (id, axis) => {
      const experiment = understood(circle());
      for (const value of valuesOf({
        axis: id,
        from: axis.span[0],
        to: axis.span[1],
        count: 7,
        scale: axis.scale,
      })) {
        const other = axis.set(experiment, value);
        expect(axis.of(other)).toBe(value);
        const { value: read, issues } = parse(toDocument(other));
        expect(issues).toEqual([]);
        expect(axis.of(read!)).toBe(value);
      }
    },
  );
});

const pairs = axisIds.flatMap((across) =>
  axisIds.flatMap((up) => (['settling', 'training'] as const).map((work) => [across, up, work] as const)),
);

test.each(pairs)('%s × %s, %s: all of it, or a reason', async (across, up, work) => {
  const span = (axis: (typeof axisIds)[number]): Span => {
    const [from, to] = axisOf(axis).span;
    return { axis, from, to: Math.min(to, Math.max(from + 0.1, 6)), count: 3, scale: 'linear' };
  };
  const wanted = request({ across: span(across), up: span(up), work, updates: 2 });
  const { bench } = await benchOf(understood(circle()), new CpuEngine());
  const refusal = refusalOf(bench.experiment, wanted);
  if (across === up) expect(refusal).not.toBeNull();
  if (refusal) {
    expect(refusal).toMatch(/\.$/);
    await expect(sweep(wanted)(bench)).rejects.toThrow(refusal);
    return;
  }
  const map = await sweep(wanted)(bench);
  expect(map.pixels.flat().every((it) => it !== null)).toBe(true);
  expect(map.done).toBe(map.xs.length * map.ys.length);
});

test.each(seeds(12))(
  'on a random graph, whatever its shape, pixels are settlings of their own (graph %i)',
  async (seed) => {
    const wanted = request({
      across: { ...request({}).across, count: 2 },
      up: { axis: 'settleSteps', from: 1, to: 3, count: 2, scale: 'linear' },
    });
    const document = randomExperiment(seed);
    const { bench } = await benchOf(understood(document), new CpuEngine('float64'), 1);
    const map = await sweep(wanted)(bench);
    for (const { x, y, pixel } of pixelsOf(map)) {
      const own = await alone(
        new CpuEngine('float64'),
        bench,
        experimentAt(bench.experiment, wanted, x, y),
        wanted,
      );
      expect(pixel.comparison).toEqual(own.comparison);
    }
  },
);

describe('while a map fills', () => {
  test('weights that settle and stay are written to a copy once, however many pixels it is for', async () => {
    const written: string[] = [];
    class Noting extends CpuEngine {
      override write(...it: Parameters<CpuEngine['write']>): void {
        written.push(it[0]);
        super.write(...it);
      }
    }
    const precision = { axis: 'precision', from: 0.1, to: 1, count: 12, scale: 'log' } as const;
    const wanted = request({ across: { ...request({}).across, count: 12 }, up: precision });
    const { bench } = await benchOf(understood(circle()), new Noting());
    const map = await sweep(wanted)(bench);
    const weights = written.filter((it) => it.startsWith('weight('));
    expect(weights.length).toBeGreaterThan(0);
    expect(weights.length).toBe(new Set(weights).size);
    expect(map.done).toBeGreaterThan(weights.length / bench.experiment.network.connections.length);
  });

  test('its share rises from 0 to 1, and pixels once shown stay', async () => {
    const { bench, shown, shares } = await benchOf(understood(circle()), new CpuEngine());
    const map = await sweep(request({ work: 'training' }))(bench);
    expect(shares[0]).toBe(0);
    for (let i = 1; i < shares.length; i++) expect(shares[i]!).toBeGreaterThanOrEqual(shares[i - 1]!);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
    for (const part of shown)
      for (const [row, pixels] of part.pixels.entries())
        for (const [column, pixel] of pixels.entries())
          if (pixel) expect(pixel).toBe(map.pixels[row]![column]);
  });

  test.each(['settling', 'training'] as const)(
    'a %s that nobody wants any more ends at once, and leaves the engine fit for the next',
    async (work) => {
      const wanted = request({ work, up: { axis: 'precision', from: 0.1, to: 1, count: 4, scale: 'log' } });
      let runs = 0;
      class Counting extends CpuEngine {
        override run(program: Program): void {
          runs++;
          super.run(program);
        }
      }
      const whole = await benchOf(understood(circle()), new CpuEngine());
      const expected = await sweep(wanted)(whole.bench);
      for (let last = 0; last < whole.shares.length; last += 3) {
        const { bench } = await benchOf(understood(circle()), new Counting());
        let asked = 0;
        const giving = {
          ...bench,
          progress: async () => {
            if (asked++ === last) throw new Stopped();
          },
        };
        await expect(sweep(wanted)(giving)).rejects.toThrow(Stopped);
        const before = runs;
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(runs).toBe(before);
        expect((await sweep(wanted)(bench)).pixels).toEqual(expected.pixels);
      }
    },
  );

  test('an engine that is lost makes it fail with its words', async () => {
    class Losing extends CpuEngine {
      override read(): Promise<never> {
        return Promise.reject(new Error('The device was lost.'));
      }
    }
    const { bench } = await benchOf(understood(circle()), new Losing());
    await expect(sweep(request({}))(bench)).rejects.toThrow('The device was lost.');
  });
});
