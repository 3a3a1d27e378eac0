import { describe, expect, test } from 'vitest';
import { signAgreement, signAgreementOfAll } from '#core/telemetry/agreement.ts';
import { agreement } from '../oracles/agreement.ts';
import { Draw, seeds } from '../oracles/scenarios.ts';

/** Two vectors with zeros here and there. */
function pairOf(seed: number): readonly [number[], number[]] {
  const draw = new Draw(seed, 'signs');
  const sparse = (every: number) => draw.normals(40).map((it, i) => (i % every === seed % every ? 0 : it));
  return [sparse(3), sparse(5)];
}
const times = (values: readonly number[], factor: number): number[] => values.map((it) => it * factor);

describe.each(seeds(20))('the sign agreement of two vectors (%i)', (seed) => {
  const [g, b] = pairOf(seed);
  const share = signAgreement(g, b)!;

  test('is 1 of a vector with itself and 0 with its opposite', () => {
    expect(signAgreement(g, g)).toBe(1);
    expect(signAgreement(g, times(g, -1))).toBe(0);
  });

  test('does not ask which of them is which', () => {
    expect(signAgreement(b, g)).toBe(share);
  });

  test('does not notice a scale, however small, and its opposite has the rest', () => {
    expect(signAgreement(times(g, 1e-200), times(b, 1e-200))).toBe(share);
    expect(signAgreement(times(g, -3), b)).toBeCloseTo(1 - share, 14);
  });

  test('does not count where either is zero, or no number', () => {
    const both = g.map((_, i) => i).filter((i) => g[i] !== 0 && b[i] !== 0);
    expect(both.length).toBeLessThan(g.length);
    const pick = (values: readonly number[]) => both.map((i) => values[i]!);
    expect(signAgreement(pick(g), pick(b))).toBe(share);
    const broken = [...g, Number.NaN, 1, -1];
    expect(signAgreement(broken, [...b, 1, Number.NaN, Number.NaN])).toBe(share);
  });

  test('lies between that of its parts, weighed by what they count', () => {
    const halves = [g.slice(0, 11), g.slice(11), b.slice(0, 11), b.slice(11)] as const;
    const counted = (x: readonly number[], y: readonly number[]) =>
      x.filter((it, i) => it * y[i]! !== 0).length;
    const [m, n] = [counted(halves[0], halves[2]), counted(halves[1], halves[3])];
    const parts = m * signAgreement(halves[0], halves[2])! + n * signAgreement(halves[1], halves[3])!;
    expect(signAgreementOfAll({ a: halves[0], z: halves[1] }, { a: halves[2], z: halves[3] })).toBeCloseTo(
      parts / (m + n),
      14,
    );
    expect(share).toBeCloseTo(parts / (m + n), 14);
  });
});

test.each([
  [[], []],
  [
    [0, 0],
    [1, -1],
  ],
  [
    [0, 2],
    [1, 0],
  ],
  [[Number.NaN], [1]],
])('of %j and %j there is none', (g, b) => {
  expect(signAgreement(g, b)).toBeNull();
  expect(signAgreementOfAll({ w: g }, { w: b })).toBeNull();
});

test('of all weights may be 1 though the angle is not small: the signs do not tell of the direction', () => {
  const [g, b] = [
    [1, 1000],
    [1000, 1],
  ];
  expect(signAgreement(g, b)).toBe(1);
  expect(agreement([[g, b]])!.angleDegrees).toBeGreaterThan(89);
});
