import { describe, expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { axes, axisOf } from '#session/studies/sweep/axes.ts';
import { excessOf, MOST_OPERATIONS, operationsOf } from '#session/studies/sweep/effort.ts';
import type { Request, SweepMap } from '#session/studies/sweep/map.ts';
import { fitted, type Span, valuesOf } from '#session/studies/sweep/span.ts';
import { sweep } from '#session/studies/sweep/sweep.ts';
import type { Rgb } from '#view/color.ts';
import { cellOf, marksOf, pathOf, placeOf, type Side } from '#view/laboratory/sweep/cells.ts';
import { measureOf, measures, measuresOf, shown, stopsFor } from '#view/laboratory/sweep/measures.ts';
import { pairs } from '#view/laboratory/sweep/pairs.ts';
import { gradientOf, positionOf, ramp } from '#view/laboratory/sweep/ramp.ts';
import { linesOf } from '#view/laboratory/sweep/theory.ts';
import { describeMap, mapRows, mapTable, mapTitle, pixelWords } from '#view/laboratory/sweep/words.ts';
import { binomialTail } from '../oracles/closed-forms.ts';
import { understood } from '../oracles/scenarios.ts';
import { benchOf, circle, pixelsOf, request } from '../oracles/sweeps.ts';

const sideOf = (span: Span): Side => ({ span: fitted(span), values: valuesOf(span) });
const spans: readonly Span[] = axes.flatMap(({ id, span: [from, to] }) =>
  (['linear', 'log'] as const).flatMap((scale) =>
    [2, 5, 16, 64].map((count): Span => ({ axis: id, from, to, count, scale })),
  ),
);

async function mapOf(changes: Partial<Request>, document = circle()): Promise<SweepMap> {
  const { bench } = await benchOf(understood(document), new CpuEngine('float64'));
  return sweep(request(changes))(bench);
}

describe('cells', () => {
  test.each(spans)(
    '$axis $scale in $count: every value has the middle of a cell of its own, and what lies between lies between',
    (span) => {
      const side = sideOf(span);
      for (const [i, value] of side.values.entries()) {
        expect(placeOf(side, value)).toBeCloseTo(i + 0.5, 9);
        expect(cellOf(side, value)).toBe(i);
        const next = side.values[i + 1];
        if (next === undefined) continue;
        const between = placeOf(side, (value + next) / 2)!;
        expect(between).toBeGreaterThan(i + 0.5);
        expect(between).toBeLessThan(i + 1.5);
      }
    },
  );

  test.each(spans)('$axis $scale in $count: marks are few, apart and on the map', (span) => {
    const side = sideOf(span);
    const marks = marksOf(side, 9);
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.length).toBeLessThan(20);
    expect(new Set(marks.map((it) => it.text)).size).toBe(marks.length);
    for (const { at } of marks) {
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at).toBeLessThanOrEqual(side.values.length);
    }
  });

  test('what is not on the map has no place', () => {
    const side = sideOf({ axis: 'inferenceRate', from: 0.1, to: 1, count: 5, scale: 'log' });
    for (const value of [0.01, 5, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(cellOf(side, value)).toBeNull();
  });

  test('neighbours in a row are outlined as one', () => {
    const same = (it: number) => it;
    expect(
      pathOf(
        [
          [false, true, true],
          [true, false, true],
        ],
        same,
        same,
      ),
    ).toBe('M1,0H3V1H1zM0,1H1V2H0zM2,1H3V2H2z');
  });
});

describe('colours', () => {
  const colors = {
    paper: [255, 255, 255],
    ink: [0, 0, 0],
    error: [200, 0, 100],
    positive: [0, 0, 255],
    negative: [255, 128, 0],
  } as const;

  test.each(measures.map((it) => [it.label, it] as const))(
    'of %s are those of the legend at its marks, and change one way between',
    (_, measure) => {
      const stops = measure.stops(0.2, 0.9);
      const color = ramp(stops, measure.scale, (token) => colors[token] as Rgb);
      for (const { value, token } of stops)
        expect(color(value).map((it) => Math.round(it))).toEqual(colors[token]);
      expect(color(stops[0]!.value / 1e6)).toEqual(color(stops[0]!.value));
      expect(color(stops.at(-1)!.value * 1e6)).toEqual(color(stops.at(-1)!.value));
      expect(gradientOf(stops, measure.scale)).toContain(`var(--${stops[0]!.token}) 0.0%`);
      for (let i = 1; i < stops.length; i++)
        expect(positionOf(stops[i]!.value, stops, measure.scale)).toBeGreaterThan(
          positionOf(stops[i - 1]!.value, stops, measure.scale),
        );
    },
  );
});

describe('words', () => {
  test('say of a pixel its settings and figures, of a map its extremes', async () => {
    const map = await mapOf({});
    const angle = measureOf('angle');
    for (const [row, y] of map.ys.entries())
      for (const [column] of map.xs.entries()) {
        const words = pixelWords(map, row, column, angle, 'all');
        expect(words).toContain(`T = ${y}:`);
        const it = shown(map.pixels[row]![column]!, angle, 'all');
        if (typeof it !== 'string') expect(words).toContain(angle.says(it.value));
      }
    const figures = pixelsOf(map).map(({ pixel }) => pixel.comparison!.all!.angleDegrees);
    const caption = describeMap(map, angle, 'all');
    expect(caption).toContain(`from ${angle.says(Math.min(...figures))}`);
    expect(caption).toContain(`to ${angle.says(Math.max(...figures))}`);
    expect(mapTitle(map, angle)).toBe('Angle over η and T');
  });

  test('before anything is known there is a sentence too', async () => {
    const { bench, shown: parts } = await benchOf(understood(circle()), new CpuEngine());
    await sweep(request({}))(bench);
    expect(parts[0]!.done).toBe(0);
    for (const measure of measuresOf('settling'))
      expect(describeMap(parts[0]!, measure, 'all')).toMatch(/\.$/);
  });

  test('the file holds every pixel in full precision, the table the first ones', async () => {
    const map = await mapOf({});
    const [head, ...rows] = mapRows(map);
    expect(rows).toHaveLength(map.xs.length * map.ys.length);
    for (const row of rows) expect(row).toHaveLength(head!.length);
    const column = head!.indexOf('angle w2');
    expect(rows.map((it) => Number(it[column]))).toEqual(
      pixelsOf(map).map(({ pixel }) => pixel.comparison!.connections.w2!.angleDegrees),
    );
    const table = mapTable(map, 'all', 5);
    expect(table.rows).toHaveLength(5);
    expect(table.note).toContain(String(rows.length));
  });

  test('what diverged is no figure', async () => {
    const map = await mapOf({
      across: { axis: 'inferenceRate', from: 0.1, to: 60, count: 3, scale: 'log' },
      up: { axis: 'settleSteps', from: 50, to: 60, count: 2, scale: 'linear' },
    });
    const last = map.pixels[0]!.at(-1)!;
    for (const measure of measuresOf('settling')) {
      expect(shown(last, measure, 'all')).toBe('diverged');
      expect(pixelWords(map, 0, 2, measure, 'all')).toContain('diverged');
      const stops = stopsFor(map, measure, 'all');
      expect(stops.every((it) => Number.isFinite(it.value))).toBe(true);
    }
  });
});

describe('theory over a map', () => {
  test('the line of fixed prediction passes where the binomial law is within 1 % for good', async () => {
    const map = await mapOf(
      {
        across: { axis: 'inferenceRate', from: 0.1, to: 0.9, count: 5, scale: 'linear' },
        up: { axis: 'settleSteps', from: 1, to: 64, count: 64, scale: 'linear' },
      },
      circle({ inference: { rule: 'fixed-prediction' } }),
    );
    // Two layers lie between the first weights and the target.
    const line = linesOf(map, 'w1').find((it) => it.name.includes('1 %'))!;
    for (const [across, up] of line.points) {
      const rate = map.xs[Math.floor(across)]!;
      const steps = map.ys[Math.floor(up)]!;
      expect(1 - binomialTail(steps, rate, 2)).toBeLessThanOrEqual(0.01);
      expect(1 - binomialTail(steps - 1, rate, 2)).toBeGreaterThan(0.01);
    }
    expect(line.points.length).toBeGreaterThan(2);
  });

  test('strict has no such line, a training none at all', async () => {
    expect(linesOf(await mapOf({}), 'all').map((it) => it.name)).toEqual([
      'theory: largest stable η at the start',
    ]);
    expect(linesOf(await mapOf({ work: 'training', updates: 1 }), 'all')).toEqual([]);
  });
});

describe('what is too much to ask', () => {
  const batch = { rows: 32, training: 256 };
  const fine = (work: 'settling' | 'training'): Request =>
    request({
      work,
      updates: 50,
      across: { axis: 'inferenceRate', from: 0.01, to: 2, count: 64, scale: 'log' },
      up: { axis: 'settleSteps', from: 1, to: 64, count: 64, scale: 'linear' },
    });

  test('64 × 64 settlings and trainings of a small network are not', () => {
    for (const work of ['settling', 'training'] as const)
      expect(excessOf(understood(circle()), fine(work), batch)).toBeNull();
  });

  test('of a large one they are, and how large it may be is said', () => {
    const nodes = circle().network.nodes.map((it) =>
      it.id === 'x1' || it.id === 'x2' ? { ...it, units: 512 } : it,
    );
    const large = understood(circle({ network: { ...circle().network, nodes } }));
    expect(operationsOf(large, fine('training'), batch)).toBeGreaterThan(MOST_OPERATIONS);
    expect(excessOf(large, fine('training'), batch)).toMatch(/up to [\d,]+ parameters; this one has 26/);
  });
});

test('every map that is offered can be made', async () => {
  for (const { across, up, work } of pairs) {
    const span = (axis: typeof across): Span => ({
      axis,
      from: axisOf(axis).span[0],
      to: axisOf(axis).span[1],
      count: 2,
      scale: axisOf(axis).scale,
    });
    const map = await mapOf({ across: span(across), up: span(up), work, updates: 1 });
    expect(map.done).toBe(map.xs.length * map.ys.length);
  }
});

test('maps are told apart by their names', () => {
  expect(new Set(pairs.map((it) => it.label)).size).toBe(pairs.length);
});
