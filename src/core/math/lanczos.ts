import { gaussian, stream } from './random.ts';

/** Steps before an early convergence is believed, and at most. */
const FEWEST_STEPS = 12;
const MOST_STEPS = 120;
/** Bound on the error of the eigenvalue, relative. */
const TOLERANCE = 1e-4;

/** How many eigenvalues of the symmetric tridiagonal matrix exceed x (Sturm's sequence). */
function countAbove(diagonal: readonly number[], offDiagonal: readonly number[], x: number): number {
  let above = 0;
  let pivot = 1;
  for (let k = 0; k < diagonal.length; k++) {
    const coupling = k === 0 ? 0 : offDiagonal[k - 1]! ** 2 / pivot;
    pivot = diagonal[k]! - x - coupling;
    if (pivot === 0) pivot = -Number.EPSILON * (Math.abs(x) + Number.MIN_VALUE);
    if (pivot > 0) above++;
  }
  return above;
}

/** Largest eigenvalue of the symmetric tridiagonal matrix, by bisection within Gershgorin's bound. */
function largestOfTridiagonal(diagonal: readonly number[], offDiagonal: readonly number[]): number {
  const radius = (k: number) => Math.abs(offDiagonal[k - 1] ?? 0) + Math.abs(offDiagonal[k] ?? 0);
  let high = Math.max(
    ...diagonal.map((d, k) => d + (k < diagonal.length - 1 ? radius(k) : Math.abs(offDiagonal[k - 1] ?? 0))),
  );
  let low = Math.max(...diagonal);
  while (high - low > 1e-12 * Math.max(Math.abs(high), Number.MIN_VALUE)) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (countAbove(diagonal, offDiagonal, middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Last entry of the unit eigenvector of the tridiagonal matrix at θ, by its three-term recurrence from the end. */
function lastEntry(diagonal: readonly number[], offDiagonal: readonly number[], theta: number): number {
  let above = 0;
  let entry = 1;
  let squares = 1;
  for (let k = diagonal.length - 1; k > 0; k--) {
    const next = ((theta - diagonal[k]!) * entry - (offDiagonal[k] ?? 0) * above) / offDiagonal[k - 1]!;
    above = entry;
    entry = next;
    squares += entry * entry;
  }
  return 1 / Math.sqrt(squares);
}

const dot = (u: Float64Array, v: Float64Array): number => u.reduce((sum, it, i) => sum + it * v[i]!, 0);

/**
 * Largest eigenvalue of a symmetric positive semi-definite operator by Lanczos (1950), to 1e-4 relative. Unlike power
 * iteration it does not stall where the first eigenvalues lie close together or the start vector misses the first.
 * Yields after every product, so that the caller may pause.
 * @param apply writes Hv into `out`; must be zero wherever v has no share
 */
export function* largestEigenvalue(
  size: number,
  apply: (v: Float64Array, out: Float64Array) => void,
): Generator<void, number> {
  const normal = gaussian(stream(1, 'lanczos'));
  let v = Float64Array.from({ length: size }, normal);
  // A first product removes what the operator does not see.
  let out = new Float64Array(size);
  apply(v, out);
  const start = Math.sqrt(dot(out, out));
  if (start === 0 || !Number.isFinite(start)) return start;
  v = out.map((it) => it / start);
  out = new Float64Array(size);
  const previous = new Float64Array(size);
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  for (let step = 1; ; step++) {
    yield;
    apply(v, out);
    const coupling = offDiagonal.at(-1) ?? 0;
    const projection = dot(v, out);
    for (let i = 0; i < size; i++) out[i]! -= projection * v[i]! + coupling * previous[i]!;
    diagonal.push(projection);
    const theta = largestOfTridiagonal(diagonal, offDiagonal);
    const rest = Math.sqrt(dot(out, out));
    const error = rest * lastEntry(diagonal, offDiagonal, theta);
    const settled = step >= Math.min(FEWEST_STEPS, size) && error <= TOLERANCE * theta;
    if (settled || rest <= 1e-14 * theta || step >= MOST_STEPS || !Number.isFinite(rest)) return theta;
    offDiagonal.push(rest);
    for (let i = 0; i < size; i++) {
      previous[i] = v[i]!;
      v[i] = out[i]! / rest;
    }
  }
}
