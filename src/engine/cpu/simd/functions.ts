/*
 * Elementary functions of four floats, with the polynomials of shaders/lib/math.wgsl: the same accuracy, told there. NaN
 * comes through every one of them.
 */
import { madd } from './lanes';

@inline
function splat(x: f32): v128 {
  return f32x4.splat(x);
}

// eʳ − 1 for |r| ≤ ½ ln 2
@inline
function expLessOneNear(r: v128): v128 {
  let q = madd(r, splat(0.00139505998), splat(0.00836895406));
  q = madd(r, q, splat(0.041666206));
  q = madd(r, q, splat(0.166665182));
  q = madd(r, q, splat(0.5));
  return madd(f32x4.mul(r, r), q, r);
}

@inline
function exponentialNear(r: v128): v128 {
  return f32x4.add(splat(1), expLessOneNear(r));
}

@inline
function restOfPower(x: v128, n: v128): v128 {
  const high = f32x4.sub(x, f32x4.mul(n, splat(0.693145752)));
  return f32x4.sub(high, f32x4.mul(n, splat(1.42860677e-6)));
}

@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** eˣ to 2 ulp for x ≤ 88, e⁸⁸ above. */
@inline
export function exponential(x: v128): v128 {
  const clamped = f32x4.pmin(f32x4.pmax(x, splat(-104)), splat(88));
  const n = f32x4.nearest(f32x4.mul(clamped, splat(1.44269504)));
  const power = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(power, 1);
  const near = exponentialNear(restOfPower(clamped, n));
  return f32x4.mul(f32x4.mul(near, powerOfTwo(half)), powerOfTwo(i32x4.sub(power, half)));
}

/** eˣ to 2 ulp for x ≤ 0; 0 where that is below 2⁻¹²⁵: subnormal numbers would slow down all that follows. */
@inline
export function decay(x: v128): v128 {
  const clamped = f32x4.pmax(x, splat(-87));
  const n = f32x4.nearest(f32x4.mul(clamped, splat(1.44269504)));
  const power = f32x4.mul(exponentialNear(restOfPower(clamped, n)), powerOfTwo(i32x4.trunc_sat_f32x4_s(n)));
  return v128.andnot(power, f32x4.lt(x, splat(-86.5)));
}

// artanh(s) = s + s³·q(s²) for s² ≤ 1/9
@inline
function artanhTwice(s: v128): v128 {
  const z = f32x4.mul(s, s);
  let q = madd(z, splat(0.121504694), splat(0.107138284));
  q = madd(z, q, splat(0.143084422));
  q = madd(z, q, splat(0.199994385));
  q = madd(z, q, splat(0.333333373));
  const twice = f32x4.add(s, s);
  return f32x4.add(twice, f32x4.mul(f32x4.mul(twice, z), q));
}

/** log x to 2 ulp (near 1: to 1e-7 of x − 1) for normal x > 0. */
@inline
export function logarithm(x: v128): v128 {
  const bits = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const n = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const m = f32x4.sub(mantissa, splat(1));
  const logOfM = artanhTwice(f32x4.div(m, f32x4.add(splat(2), m)));
  const low = madd(n, splat(1.42860677e-6), logOfM);
  const value = madd(n, splat(0.693145752), low);
  return v128.bitselect(value, x, f32x4.eq(x, x));
}

/** log(1 + e) to 3 ulp for 0 ≤ e ≤ 1. */
@inline
export function logOnePlus(e: v128): v128 {
  return artanhTwice(f32x4.div(e, f32x4.add(splat(2), e)));
}

/*
 * tanh x and its slope from y = −2|x|: with t = eʸ − 1 they are −t/(2 + t) and 4eʸ/(2 + t)². Since y = n·ln 2 + r,
 * t = 2ⁿ(eʳ − 1) + (2ⁿ − 1), and eʳ − 1 keeps the digits of small arguments: no second polynomial is needed for them.
 */

/** y = −2|x|, bounded so that 2ⁿ is a normal number. */
@inline
export function tanhArgument(x: v128): v128 {
  return f32x4.pmax(f32x4.mul(splat(-2), f32x4.abs(x)), splat(-87));
}

/** 2ⁿ of y. */
@inline
export function tanhScale(y: v128): v128 {
  return powerOfTwo(i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(y, splat(1.44269504)))));
}

/** eʸ − 2ⁿ */
@inline
export function tanhExcess(y: v128, scale: v128): v128 {
  return f32x4.mul(scale, expLessOneNear(restOfPower(y, f32x4.nearest(f32x4.mul(y, splat(1.44269504))))));
}

/** tanh x to 4 ulp from t = eʸ − 1 and 1/(2 + t). */
@inline
export function tanhFrom(x: v128, t: v128, inverse: v128): v128 {
  return v128.bitselect(x, f32x4.mul(t, inverse), i32x4.splat(0x80000000));
}

/** 1/(1 + e) */
@inline
export function inverseOfOnePlus(e: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), e));
}

/** 1/(1 + e⁻ˣ) from e = e^(−|x|), so that neither tail loses its digits. */
@inline
export function logisticFrom(x: v128, e: v128, inverse: v128): v128 {
  return f32x4.mul(v128.bitselect(splat(1), e, f32x4.ge(x, splat(0))), inverse);
}

/** Its derivative e/(1 + e)². */
@inline
export function logisticSlopeFrom(e: v128, inverse: v128): v128 {
  return f32x4.mul(e, f32x4.mul(inverse, inverse));
}

/** How many quarters of a turn lie in x. */
@inline
function quarterTurns(x: v128): v128 {
  return f32x4.nearest(f32x4.mul(x, splat(0.636619772)));
}

// sin(x + quarter·π/2)
@inline
function turned(x: v128, quarter: i32): v128 {
  const q = quarterTurns(x);
  let r = f32x4.sub(x, f32x4.mul(q, splat(1.5703125)));
  r = f32x4.sub(r, f32x4.mul(q, splat(4.837512969970703e-4)));
  r = f32x4.sub(r, f32x4.mul(q, splat(7.549789415861596e-8)));
  const z = f32x4.mul(r, r);
  let s = madd(z, splat(-0.000195169763), splat(0.00833217613));
  s = madd(z, s, splat(-0.166666552));
  const sine = madd(f32x4.mul(r, z), s, r);
  let c = madd(z, splat(2.44380899e-5), splat(-0.00138873642));
  c = madd(z, c, splat(0.0416666456));
  const bend = f32x4.sub(f32x4.mul(f32x4.mul(z, z), c), f32x4.mul(splat(0.5), z));
  const cosine = f32x4.add(splat(1), bend);
  const turns = i32x4.add(i32x4.trunc_sat_f32x4_s(q), i32x4.splat(quarter));
  const odd = i32x4.eq(v128.and(turns, i32x4.splat(1)), i32x4.splat(1));
  const sign = i32x4.shl(v128.and(turns, i32x4.splat(2)), 30);
  return v128.xor(v128.bitselect(cosine, sine, odd), sign);
}

@inline
export function sine(x: v128): v128 {
  return turned(x, 0);
}

@inline
export function cosine(x: v128): v128 {
  return turned(x, 1);
}
