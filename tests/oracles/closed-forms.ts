/*
 * Small dense linear algebra and the answers it gives on paper: eigenvalues, the equilibrium of linear networks, the
 * binomial law.
 */
export { binomialTail } from '#core/oracles/binomial.ts';

export type Matrix = readonly (readonly number[])[];
export type Vector = readonly number[];

export const identity = (n: number): number[][] =>
  Array.from({ length: n }, (_, r) => Array.from({ length: n }, (_, c) => (r === c ? 1 : 0)));
export const transpose = (a: Matrix): number[][] => a[0]!.map((_, c) => a.map((row) => row[c]!));
export const dot = (a: Vector, b: Vector): number => a.reduce((sum, it, i) => sum + it * b[i]!, 0);
export const apply = (a: Matrix, v: Vector): number[] => a.map((row) => dot(row, v));
export const multiply = (a: Matrix, b: Matrix): number[][] => {
  const columns = transpose(b);
  return a.map((row) => columns.map((column) => dot(row, column)));
};
export const sum = (a: Matrix, b: Matrix, scale = 1): number[][] =>
  a.map((row, r) => row.map((it, c) => it + scale * b[r]![c]!));

/** The solution x of a x = b, by elimination with pivots. */
export function solve(a: Matrix, b: Vector): number[] {
  const n = b.length;
  const rows = a.map((row, r) => [...row, b[r]!]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let r = k + 1; r < n; r++) if (Math.abs(rows[r]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = r;
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let r = k + 1; r < n; r++) {
      const factor = rows[r]![k]! / rows[k]![k]!;
      for (let c = k; c <= n; c++) rows[r]![c]! -= factor * rows[k]![c]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let r = n - 1; r >= 0; r--) {
    const known = dot(rows[r]!.slice(r + 1, n), x.slice(r + 1));
    x[r] = (rows[r]![n]! - known) / rows[r]![r]!;
  }
  return x;
}

/** Eigenvalues of a symmetric matrix in ascending order, by Jacobi's rotations. */
export function eigenvalues(symmetric: Matrix): number[] {
  const a = symmetric.map((row) => [...row]);
  const n = a.length;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        off += a[p]![q]! ** 2;
        if (a[p]![q] === 0) continue;
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[k]![p]!, a[k]![q]!];
          a[k]![p] = c * x - s * y;
          a[k]![q] = s * x + c * y;
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[p]![k]!, a[q]![k]!];
          a[p]![k] = c * x - s * y;
          a[q]![k] = s * x + c * y;
        }
      }
    if (off < 1e-26) break;
  }
  return a.map((row, i) => row[i]!).sort((x, y) => x - y);
}

/** Rows made orthonormal one after the other (Gram and Schmidt, twice for the digits). */
export function orthonormal(rows: Matrix): number[][] {
  const done: number[][] = [];
  for (const row of rows) {
    let v = [...row];
    for (let pass = 0; pass < 2; pass++)
      for (const other of done) {
        const share = dot(v, other);
        v = v.map((it, i) => it - share * other[i]!);
      }
    const length = Math.hypot(...v);
    done.push(v.map((it) => it / length));
  }
  return done;
}

/** A chain x₀ → … → x_L of linear layers, weights[l] from x_l to x_{l+1}, precisions of x₁ … x_L. */
export interface LinearChain {
  readonly weights: readonly Matrix[];
  readonly biases: readonly Vector[];
  readonly precisions: Vector;
}

export interface Equilibrium {
  readonly loss: number;
  readonly energy: number;
  /** ε₁ … ε_L */
  readonly errors: readonly Vector[];
}

/**
 * Where strict settling rests: with P_l = W_L … W_{l+1} and r = y − ŷ, every error is ε_l = P_lᵀ ε_L and
 * r = S ε_L, S = Σ_l P_l P_lᵀ / π_l (P_L = 1). F* = ½ rᵀ S⁻¹ r.
 */
export function equilibrium({ weights, biases, precisions }: LinearChain, x: Vector, y: Vector): Equilibrium {
  const predicted = weights.reduce(
    (value, w, l) => apply(w, value).map((it, i) => it + biases[l]![i]!),
    [...x],
  );
  const r = y.map((it, i) => it - predicted[i]!);
  const last = weights.length - 1;
  const paths: number[][][] = [];
  let path = identity(y.length);
  for (let l = last; l >= 0; l--) {
    paths[l] = path;
    path = multiply(path, weights[l]!);
  }
  const zero = identity(y.length).map((row) => row.map(() => 0));
  const s = paths.reduce((total, p, l) => sum(total, multiply(p, transpose(p)), 1 / precisions[l]!), zero);
  const error = solve(s, r);
  return {
    loss: 0.5 * precisions[last]! * dot(r, r),
    energy: 0.5 * dot(r, error),
    errors: paths.map((p) => apply(transpose(p), error)),
  };
}
