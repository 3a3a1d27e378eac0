import { describe, expect, test } from 'vitest';
import { largestEigenvalue as lanczos } from '#core/math/lanczos.ts';
import {
  apply,
  eigenvalues,
  type Matrix,
  multiply,
  orthonormal,
  transpose,
} from '../oracles/closed-forms.ts';
import { Draw, seeds } from '../oracles/scenarios.ts';

/** Runs the computation to its end. */
function largestEigenvalue(...given: Parameters<typeof lanczos>): number {
  const steps = lanczos(...given);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const largestOf = (matrix: Matrix): number =>
  largestEigenvalue(matrix.length, (v, out) => out.set(apply(matrix, Array.from(v))));

/** A symmetric matrix of the spectrum given, in a random basis. */
function withSpectrum(spectrum: readonly number[], seed: number): number[][] {
  const basis = orthonormal(new Draw(seed, 'basis').matrix(spectrum.length, spectrum.length));
  const scaled = basis.map((row, k) => row.map((it) => it * spectrum[k]!));
  return multiply(transpose(basis), scaled);
}

describe('the largest eigenvalue', () => {
  test.each(seeds(60))('of a random positive semi-definite matrix is Jacobi’s (%i)', (seed) => {
    const draw = new Draw(seed, 'operator');
    const factor = draw.matrix(draw.whole([1, 30]), draw.whole([1, 30]));
    const matrix = multiply(transpose(factor), factor);
    expect(largestOf(matrix) / eigenvalues(matrix).at(-1)!).toBeCloseTo(1, 4);
  });

  test.each([
    ['all the same', seeds(12).map(() => 3)],
    ['alone among zeros', [7, ...seeds(30).map(() => 0)]],
    ['close to the next', [1, 0.9999, ...seeds(20).map((k) => k / 40)]],
    ['twice', [2, 2, 1, 0.5, 0.1]],
    ['at the end of a dense row of others', seeds(40).map((k) => 2 + 2 * Math.cos((k * Math.PI) / 41))],
    ['far above the others', [1e6, ...seeds(10).map((k) => k / 10)]],
    ['huge', [1e30, 1e29, 1]],
    ['tiny', [1e-30, 1e-31, 1e-33]],
    ['the only one', [0.25]],
  ])('%s is found to a ten-thousandth', (_, spectrum) => {
    for (const seed of seeds(5))
      expect(largestOf(withSpectrum(spectrum, seed)) / Math.max(...spectrum)).toBeCloseTo(1, 3);
  });

  test('of nothing is 0', () => {
    expect(largestOf([[0]])).toBe(0);
    expect(largestOf(seeds(5).map(() => [0, 0, 0, 0, 0]))).toBe(0);
    expect(largestEigenvalue(0, () => {})).toBe(0);
  });

  test('of what is not finite is not finite', () => {
    expect(Number.isFinite(largestOf([[Number.NaN]]))).toBe(false);
    expect(Number.isFinite(largestOf([[Number.POSITIVE_INFINITY]]))).toBe(false);
  });
});
