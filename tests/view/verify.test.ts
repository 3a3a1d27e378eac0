import { describe, expect, test } from 'vitest';
import { judged, type Outcome, observed, spared } from '#session/studies/verify/check.ts';
import { checks } from '#session/studies/verify/checks/index.ts';
import type { Report } from '#session/studies/verify/verify.ts';
import { asCsv, marks, sectionsOf, summary } from '#view/laboratory/verify/report.ts';
import { experiments } from './scenes.ts';

const [, experiment] = experiments[0]!;
const report = (...outcomes: readonly Outcome[]): Report => ({
  experiment,
  rows: 8,
  of: 32,
  verified: outcomes.map((outcome, i) => ({ check: checks[i]!, outcome })),
});

describe('a check', () => {
  test.each(checks.map((it) => [it.id, it] as const))(
    '%s says what it means, and how it is computed',
    (_, check) => {
      expect(check.meaning).toMatch(/^[A-Z].*\.$/);
      expect(check.meaning.length).toBeLessThanOrEqual(120);
      expect(check.definition).toMatch(/^[A-Z].*\.$/s);
      expect(check.label).not.toMatch(/\.$/);
    },
  );

  test('has a name of its own, and a place in the table', () => {
    expect(new Set(checks.map((it) => it.id)).size).toBe(checks.length);
    const lines = sectionsOf(null).flatMap((it) => it.lines);
    expect(lines.map((it) => it.id)).toEqual(checks.map((it) => it.id));
    expect(lines.every((it) => it.verified === null)).toBe(true);
  });

  test('passes where every figure is within its bound, and never where one is no number', () => {
    const figure = (value: number) => ({ what: 'difference', value, tolerance: 1e-3 });
    expect(judged([figure(1e-3)], '').verdict).toBe('passes');
    expect(judged([figure(0), figure(1.1e-3)], '').verdict).toBe('fails');
    expect(judged([figure(Number.NaN)], '').verdict).toBe('fails');
    expect(judged([figure(Number.POSITIVE_INFINITY)], '').verdict).toBe('fails');
  });
});

test('every verdict has a mark of its own', () => {
  expect(new Set(Object.values(marks)).size).toBe(Object.keys(marks).length);
});

test('a report is summed up by what passed, what failed and what was looked at', () => {
  const passed = judged([], 'All.');
  const failed = judged([{ what: 'difference', value: 1, tolerance: 0 }], 'All.');
  expect(summary(report(passed, passed, spared('it is so'), observed([], 'Seen.')))).toBe(
    '2 passed, none failed, 1 observed, 1 does not apply. Looked at 8 of 32 rows.',
  );
  expect(summary(report(passed, failed))).toMatch(/^1 check failed, 1 passed\./);
});

test('as a table for other programs a report has a line a figure, quotes doubled', () => {
  const outcome = judged(
    [
      { what: 'the “values”', value: 1.5e-7, tolerance: 1e-5 },
      { what: 'a "figure"', value: 2, tolerance: null },
    ],
    'All.',
  );
  const lines = asCsv(report(outcome, spared('it is so'))).split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[1]).toContain('"1.5e-7","0.00001"');
  expect(lines[2]).toContain('"a ""figure""","2",""');
  expect(lines[3]).toContain('Does not apply, because it is so.');
});
