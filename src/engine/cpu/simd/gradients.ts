import { sumOf } from './lanes';

@inline
function tail(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Four entries from `at` of a stretch of `left` more; 0 beyond its end. */
@inline
function some(at: usize, left: i32): v128 {
  return left >= 4 ? v128.load(at) : v128.and(v128.load(at), tail(left));
}

@inline
function squared(x: v128): v128 {
  return f32x4.mul(x, x);
}

/** Rows of sums, an entry a part: Σ g², Σ b², Σ (g − b)² */
export function lengths(gradient: usize, rival: usize, length: i32, part: i32, sums: usize, stride: usize): void {
  for (let first = 0; first < length; first += part, sums += 4) {
    const end = min(first + part, length);
    let gg = f32x4.splat(0), bb = f32x4.splat(0), differences = f32x4.splat(0);
    for (let i = first; i < end; i += 4) {
      const at = (<usize>i) << 2;
      const g = some(gradient + at, end - i), b = some(rival + at, end - i);
      gg = f32x4.add(gg, squared(g));
      bb = f32x4.add(bb, squared(b));
      differences = f32x4.add(differences, squared(f32x4.sub(g, b)));
    }
    f32.store(sums, sumOf(gg));
    f32.store(sums + stride, sumOf(bb));
    f32.store(sums + 2 * stride, sumOf(differences));
  }
}

function inverseRoot(square: f32): f32 {
  return square == 0 ? 0 : 1 / sqrt<f32>(square);
}

/** Rows of sums, an entry a part: Σ (ĝ − b̂)², Σ (ĝ + b̂)² of the unit vectors */
export function legs(gradient: usize, rival: usize, length: i32, part: i32, sums: usize, stride: usize, squares: usize): void {
  const u = f32x4.splat(inverseRoot(f32.load(squares)));
  const v = f32x4.splat(inverseRoot(f32.load(squares, 4)));
  for (let first = 0; first < length; first += part, sums += 4) {
    const end = min(first + part, length);
    let minus = f32x4.splat(0), plus = f32x4.splat(0);
    for (let i = first; i < end; i += 4) {
      const at = (<usize>i) << 2;
      const g = f32x4.mul(some(gradient + at, end - i), u), b = f32x4.mul(some(rival + at, end - i), v);
      minus = f32x4.add(minus, squared(f32x4.sub(g, b)));
      plus = f32x4.add(plus, squared(f32x4.add(g, b)));
    }
    f32.store(sums, sumOf(minus));
    f32.store(sums + stride, sumOf(plus));
  }
}

/** totals[row] = Σ of the row's sums */
export function addUp(sums: usize, stride: usize, count: i32, rows: i32, totals: usize): void {
  for (let row = 0; row < rows; row++) {
    let total = f32x4.splat(0);
    for (let i = 0; i < count; i += 4) total = f32x4.add(total, some(sums + ((<usize>i) << 2), count - i));
    f32.store(totals, sumOf(total));
    sums += stride;
    totals += 4;
  }
}
