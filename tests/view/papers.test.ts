import { describe, expect, test } from 'vitest';
import { paperPresets } from '#experiment/presets/papers/index.ts';
import { type Claim, type Curve, judge, type Plot, papers } from '#session/studies/papers/index.ts';
import {
  axisOf,
  hasTheory,
  keyOf,
  marksOf,
  markText,
  reachOf,
  strokesOf,
  tableOf,
} from '#view/laboratory/papers/plot.ts';
import {
  expectedText,
  obtainedText,
  settingsOf,
  stands,
  tally,
  verdict,
} from '#view/laboratory/papers/words.ts';

const claim = (expected: Claim['expected'], unit: Claim['unit'] = 'number'): Claim => ({
  what: 'A figure',
  definition: 'Of something.',
  expected,
  why: 'Said so.',
  unit,
});

describe('what is expected is written as it was given', () => {
  test.each([
    [claim({ value: 0.115, within: 1e-4 }), '0.115 ± 1×10⁻⁴'],
    [claim({ value: -11.370532, within: 1e-4 }), '−11.37053 ± 1×10⁻⁴'],
    [claim({ value: 2 / 3, within: 0.01 }), '0.667 ± 0.01'],
    [claim({ value: 49.375, within: 0.05 }, 'degrees'), '49.38° ± 0.05°'],
    [claim({ value: 0.62, within: 0.01 }, 'percent'), '62 % ± 1 %'],
    [claim({ value: 472, within: 0 }, 'count'), '472'],
    [claim({ from: 0, to: 10 }, 'degrees'), 'at most 10°'],
    [claim({ from: 0, to: 0.005 }), 'at most 0.005'],
    [claim({ from: 10, to: Number.POSITIVE_INFINITY }), 'at least 10'],
    [claim({ from: 0.9, to: 1 }, 'percent'), '90 % to 100 %'],
  ])('%j', (it, text) => {
    expect(expectedText(it).replaceAll('\u00a0', ' ')).toBe(text);
  });
});

describe('what is obtained is written as finely as it is judged, and how far it is off', () => {
  test.each([
    [claim({ value: 0.115, within: 1e-4 }), 0.1149976, '0.11500', 'as expected'],
    [claim({ value: 0.115, within: 1e-4 }), 0.1349976, '0.13500', '0.020 too high'],
    [claim({ from: 0, to: 10 }, 'degrees'), 0.1909, '0.1909°', 'as expected'],
    [claim({ value: 44, within: 0 }, 'count'), 41, '41', '3 too low'],
    [claim({ value: 1, within: 0 }), Number.NaN, 'not a number', 'no figure obtained'],
  ])('%j, %f', (it, obtained, text, words) => {
    const finding = judge(it, obtained);
    expect(obtainedText(finding)).toBe(text);
    expect(verdict(finding)).toBe(words);
  });
});

test('a paper is said to stand only where every figure does', () => {
  const claims = [claim({ value: 1, within: 0 }), claim({ value: 2, within: 0 })];
  const tried = (...figures: number[]) => ({
    report: { findings: claims.map((it, i) => judge(it, figures[i]!)), plots: [] },
    message: '' as const,
  });
  expect([stands(undefined), tally({ claims }, undefined)]).toEqual([null, '2 figures, not run yet']);
  expect([stands(tried(1, 2)), tally({ claims }, tried(1, 2))]).toEqual([true, 'all 2 figures as expected']);
  expect([stands(tried(1, 3)), tally({ claims }, tried(1, 3))]).toEqual([
    false,
    '1 of 2 figures as expected',
  ]);
  const failed = { report: null, message: 'no room' };
  expect([stands(failed), tally({ claims }, failed)]).toEqual([false, 'could not be run: no room']);
});

test.each(paperPresets)('the settings of $id are said in a line, without an odd value', ({ document }) => {
  const text = settingsOf(document);
  expect(text).toContain('T = ');
  expect(text).not.toMatch(/undefined|NaN|not a number/);
  expect(papers.some((it) => it.presets.some((preset) => preset.document === document))).toBe(true);
});

const curve = (y: readonly number[], more: Partial<Curve> = {}): Curve => ({
  label: 'a line',
  layer: 1,
  isTheory: false,
  x: y.map((_, t) => t),
  y,
  ...more,
});
const plotOf = (curves: readonly Curve[], x: Plot['x'], y: Plot['y']): Plot => ({
  title: 'A plot',
  caption: 'Of lines.',
  x,
  y,
  facets: [{ title: 'one', curves }],
});
const linear = { label: 'x', scale: 'linear' } as const;
const log = { label: 'y', scale: 'log' } as const;

describe('a plot', () => {
  test('reaches over what can be shown, or as far as it says', () => {
    const y = [Number.NaN, 0, 0.01, 5, Number.POSITIVE_INFINITY];
    expect(reachOf(plotOf([curve(y)], linear, log), 'y')).toEqual([0.01, 5]);
    expect(reachOf(plotOf([curve(y)], linear, { ...log, to: 1 }), 'y')).toEqual([0.01, 1]);
    expect(reachOf(plotOf([curve([Number.NaN])], linear, log), 'y')).toEqual([0.1, 1]);
  });

  test('breaks a line where there is nothing, and lets it fall below a log axis at zero', () => {
    const plot = plotOf([curve([1, 0.1, Number.NaN, 0.1, 0])], linear, { ...log, from: 0.01, to: 1 });
    const [across, up] = [axisOf(plot, 'x', [0, 100], 4), axisOf(plot, 'y', [100, 0], 4)];
    const strokes = strokesOf(plot.facets[0]!.curves[0]!, plot, across, up);
    expect(strokes.map((it) => it.length)).toEqual([2, 2]);
    expect(strokes.flat().flat().every(Number.isFinite)).toBe(true);
    const [height, floor] = [strokes[0]![0]![1], up.range()[0]];
    expect(height).toBeCloseTo(0, 9);
    expect(strokes[1]![1]![1]).toBeGreaterThan(floor);
  });

  test('marks lines at places of theirs, and nowhere where there are none', () => {
    const strokes = [
      [
        [0, 1],
        [10, 2],
        [20, 3],
      ],
      [[90, 4]],
    ] as const;
    for (const mark of marksOf(strokes, 0.5)) expect(strokes.flat()).toContain(mark);
    expect(marksOf([], 0)).toEqual([]);
  });

  test('has each line once in its key, and every line in its table', () => {
    const curves = [
      curve([1, 2]),
      curve([1, 3], { isTheory: true }),
      curve([4, 5], { label: 'another', layer: 2 }),
    ];
    const plot = plotOf(curves, linear, linear);
    expect(keyOf(plot)).toEqual([
      { label: 'a line', layer: 1 },
      { label: 'another', layer: 2 },
    ]);
    expect([hasTheory(plot), hasTheory(plotOf([curve([1])], linear, linear))]).toEqual([true, false]);
    const { columns, rows } = tableOf(plot);
    expect(columns).toEqual(['', '0', '1']);
    expect(rows).toEqual([
      ['one, a line', '1.00', '2.00'],
      ['one, a line (theory)', '1.00', '3.00'],
      ['one, another', '4.00', '5.00'],
    ]);
  });

  test('says powers of ten without their factor of one', () => {
    expect([1e-4, 2e-4, 0.1, 1, 1000].map(markText)).toEqual(['10⁻⁴', '2×10⁻⁴', '0.1', '1', '1000']);
  });
});
