/** A pivot smaller than this share of the largest diagonal entry counts as zero. */
const SINGULAR = 1e-12;

/** The lower triangle L with L Lᵀ = A of a symmetric matrix of n rows, row-major; null where A is not positive definite. */
export function cholesky(matrix: ArrayLike<number>, n: number): Float64Array | null {
  const lower = new Float64Array(n * n);
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, matrix[i * n + i]!);
  for (let r = 0; r < n; r++)
    for (let c = 0; c <= r; c++) {
      let sum = matrix[r * n + c]!;
      for (let k = 0; k < c; k++) sum -= lower[r * n + k]! * lower[c * n + k]!;
      if (r !== c) lower[r * n + c] = sum / lower[c * n + c]!;
      else if (sum > SINGULAR * most) lower[r * n + r] = Math.sqrt(sum);
      else return null;
    }
  return lower;
}

/** x with L Lᵀ x = b. */
export function solveWith(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = Float64Array.from(b);
  for (let r = 0; r < n; r++) {
    for (let c = 0; c < r; c++) x[r]! -= lower[r * n + c]! * x[c]!;
    x[r]! /= lower[r * n + r]!;
  }
  for (let r = n - 1; r >= 0; r--) {
    for (let c = r + 1; c < n; c++) x[r]! -= lower[c * n + r]! * x[c]!;
    x[r]! /= lower[r * n + r]!;
  }
  return x;
}
