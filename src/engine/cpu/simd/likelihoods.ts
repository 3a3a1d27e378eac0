import { exponential, logarithm } from './functions';
import { madd, row, storePart, storeUpTo, sumOf } from './lanes';

/** ε = π(x − μ) where it counts, δ = slopes ∘ ε. `counting` is all ones or all zeros per entry, 16 samples long. */
export function compare(value: usize, prediction: usize, slopes: usize, error: usize, delta: usize, precisionAt: usize, counting: usize, units: i32, first: i32, end: i32): void {
  const precision = v128.load_splat<f32>(precisionAt);
  for (let s = first; s < end; s += 16) {
    const from = row(0, s, units);
    const count = min(16, end - s) * units;
    const whole = (<usize>(count & ~3)) << 2;
    for (let i: usize = 0; i < whole; i += 16) {
      const at = from + i;
      const e = surprise(value + at, prediction + at, counting + i, precision);
      v128.store(error + at, e);
      v128.store(delta + at, slopes ? f32x4.mul(v128.load(slopes + at), e) : e);
    }
    if (count & 3) {
      const at = from + whole;
      const e = surprise(value + at, prediction + at, counting + whole, precision);
      storePart(error + at, e, count & 3);
      storePart(delta + at, slopes ? f32x4.mul(v128.load(slopes + at), e) : e, count & 3);
    }
  }
}

@inline
function surprise(value: usize, prediction: usize, counting: usize, precision: v128): v128 {
  const e = f32x4.mul(precision, f32x4.sub(v128.load(value), v128.load(prediction)));
  return v128.and(e, v128.load(counting));
}

/** E = ½|ε|²/π of every sample. */
export function measure(error: usize, precisionAt: usize, energy: usize, units: i32, first: i32, end: i32): void {
  const precision = f32.load(precisionAt);
  const bytes = (<usize>units) << 2;
  const whole = (<usize>(units & ~3)) << 2;
  let e = row(error, first, units);
  for (let s = first; s < end; s++) {
    let sum: f32 = 0;
    if (whole) {
      let sums = f32x4.splat(0);
      for (let i: usize = 0; i < whole; i += 16) {
        const x = v128.load(e + i);
        sums = madd(x, x, sums);
      }
      sum = sumOf(sums);
    }
    for (let i = whole; i < bytes; i += 4) {
      const x = f32.load(e + i);
      sum += x * x;
    }
    f32.store(energy + ((<usize>s) << 2), (<f32>0.5 * sum) / precision);
    e += bytes;
  }
}

function highest(a: usize, units: i32): f32 {
  let most = f32.load(a);
  for (let i = 1; i < units; i++) most = max(most, f32.load(a + ((<usize>i) << 2)));
  return most;
}

// exp(a − most), 0 past the last of the units
@inline
function share(a: usize, i: i32, units: i32, most: v128): v128 {
  const e = exponential(f32x4.sub(v128.load(a + ((<usize>i) << 2)), most));
  const lanes = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(i));
  return v128.and(e, i32x4.lt_s(lanes, i32x4.splat(units)));
}

function total(a: usize, units: i32, most: v128): f32 {
  let sums = f32x4.splat(0);
  for (let i = 0; i < units; i += 4) sums = f32x4.add(sums, share(a, i, units, most));
  return sumOf(sums);
}

/** μ = softmax(a), ε = δ = π(y − μ) where it counts. */
export function compareClasses(value: usize, preactivation: usize, prediction: usize, error: usize, delta: usize, precisionAt: usize, counted: usize, units: i32, first: i32, end: i32): void {
  const precision = v128.load_splat<f32>(precisionAt);
  const none = f32x4.splat(0);
  for (let s = first; s < end; s++) {
    const from = row(0, s, units);
    const a = preactivation + from;
    const most = f32x4.splat(highest(a, units));
    const whole = f32x4.splat(total(a, units, most));
    for (let i = 0; i < units; i += 4) {
      const at = from + ((<usize>i) << 2);
      const mu = f32x4.div(share(a, i, units, most), whole);
      const e = f32x4.mul(precision, f32x4.sub(v128.load(value + at), mu));
      const counts = v128.andnot(e, f32x4.eq(v128.load(counted + ((<usize>i) << 2)), none));
      storeUpTo(prediction + at, mu, units - i);
      storeUpTo(error + at, counts, units - i);
      storeUpTo(delta + at, counts, units - i);
    }
  }
}

/** E = −π Σ y log softmax(a) of every sample; 0·log 0 is 0. */
export function measureClasses(value: usize, preactivation: usize, precisionAt: usize, energy: usize, units: i32, first: i32, end: i32): void {
  const precision = f32.load(precisionAt);
  for (let s = first; s < end; s++) {
    const from = row(0, s, units);
    const a = preactivation + from;
    const most = highest(a, units);
    const logOfWhole = f32x4.extract_lane(logarithm(f32x4.splat(total(a, units, f32x4.splat(most)))), 0);
    let sum: f32 = 0;
    for (let i: usize = 0; i < (<usize>units) << 2; i += 4) {
      const y = f32.load(value + from + i);
      if (y != 0) sum += y * (logOfWhole - (f32.load(a + i) - most));
    }
    f32.store(energy + ((<usize>s) << 2), precision * sum);
  }
}
