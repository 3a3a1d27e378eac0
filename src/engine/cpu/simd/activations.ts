import {
  cosine,
  decay,
  inverseOfOnePlus,
  logisticFrom,
  logisticSlopeFrom,
  logOnePlus,
  sine,
  tanhArgument,
  tanhExcess,
  tanhFrom,
  tanhScale,
} from './functions';
import { storePart } from './lanes';

// Positions in the registry of activations, src/core/activations/index.ts.
const IDENTITY = 0;
const TANH = 1;
const RELU = 2;
const SIGMOID = 3;
const LEAKY_RELU = 4;
const GELU = 5;
const SOFTPLUS = 6;
const SQRT = 7;
const SQUARE = 8;
const SIN = 9;
const TAN = 10;

/** Room for the last, incomplete four, below all tensors. */
const REST_VALUES: usize = 64;
const REST_SLOPES: usize = 80;

@inline
function splat(x: f32): v128 {
  return f32x4.splat(x);
}

// Values and slopes of four preactivations where addresses for them are given; what is not wanted costs nothing, since
// `code` and the wishes are constants where this is inlined.
@inline
function evaluateFour(code: i32, a: v128, values: bool, slopes: bool, toValue: usize, toSlope: usize): void {
  const one = splat(1);
  const isPositive = f32x4.gt(a, splat(0));
  if (code == TANH) {
    const y = tanhArgument(a);
    const scale = tanhScale(y);
    const excess = tanhExcess(y, scale);
    const t = f32x4.add(excess, f32x4.sub(scale, one));
    const inverse = f32x4.div(one, f32x4.add(splat(2), t));
    if (values) v128.store(toValue, tanhFrom(a, t, inverse));
    if (slopes) {
      // Flushed: subnormal numbers would slow down all that follows.
      const e = v128.andnot(f32x4.add(excess, scale), f32x4.lt(y, splat(-86.5)));
      v128.store(toSlope, f32x4.mul(splat(4), logisticSlopeFrom(e, inverse)));
    }
  } else if (code == RELU) {
    if (values) v128.store(toValue, v128.and(a, isPositive));
    if (slopes) v128.store(toSlope, v128.and(one, isPositive));
  } else if (code == LEAKY_RELU) {
    if (values) v128.store(toValue, v128.bitselect(a, f32x4.mul(splat(0.01), a), isPositive));
    if (slopes) v128.store(toSlope, v128.bitselect(one, splat(0.01), isPositive));
  } else if (code == SIGMOID) {
    const e = decay(f32x4.neg(f32x4.abs(a)));
    const inverse = inverseOfOnePlus(e);
    if (values) v128.store(toValue, logisticFrom(a, e, inverse));
    if (slopes) v128.store(toSlope, logisticSlopeFrom(e, inverse));
  } else if (code == SOFTPLUS) {
    const e = decay(f32x4.neg(f32x4.abs(a)));
    if (values) v128.store(toValue, f32x4.add(f32x4.max(a, splat(0)), logOnePlus(e)));
    if (slopes) v128.store(toSlope, logisticFrom(a, e, inverseOfOnePlus(e)));
  } else if (code == GELU) {
    // ½(1 + tanh u) = logistic(2u). Beyond 12 the unit is its argument or zero, to less than the smallest float.
    const near = f32x4.pmin(f32x4.pmax(a, splat(-12)), splat(12));
    const square = f32x4.mul(near, near);
    const scaled = f32x4.mul(splat(1.59576912), near);
    const u = f32x4.mul(scaled, f32x4.add(one, f32x4.mul(splat(0.044715), square)));
    const e = decay(f32x4.neg(f32x4.abs(u)));
    const inverse = inverseOfOnePlus(e);
    const logistic = logisticFrom(u, e, inverse);
    if (values) v128.store(toValue, f32x4.mul(a, logistic));
    const bend = f32x4.mul(scaled, f32x4.add(one, f32x4.mul(splat(0.134145), square)));
    if (slopes)
      v128.store(toSlope, f32x4.add(logistic, f32x4.mul(logisticSlopeFrom(e, inverse), bend)));
  } else if (code == SQRT) {
    const root = f32x4.sqrt(a);
    if (values) v128.store(toValue, root);
    if (slopes) v128.store(toSlope, f32x4.div(splat(0.5), root));
  } else if (code == SQUARE) {
    if (values) v128.store(toValue, f32x4.mul(a, a));
    if (slopes) v128.store(toSlope, f32x4.add(a, a));
  } else if (code == SIN) {
    if (values) v128.store(toValue, sine(a));
    if (slopes) v128.store(toSlope, cosine(a));
  } else if (code == TAN) {
    const c = cosine(a);
    if (values) v128.store(toValue, f32x4.div(sine(a), c));
    if (slopes) v128.store(toSlope, f32x4.div(one, f32x4.mul(c, c)));
  } else {
    if (values) v128.store(toValue, a);
    if (slopes) v128.store(toSlope, one);
  }
}

@inline
function each(code: i32, source: usize, values: usize, slopes: usize, bytes: usize): void {
  if (values != 0 && slopes != 0)
    for (let at: usize = 0; at < bytes; at += 16)
      evaluateFour(code, v128.load(source + at), true, true, values + at, slopes + at);
  else if (values != 0)
    for (let at: usize = 0; at < bytes; at += 16)
      evaluateFour(code, v128.load(source + at), true, false, values + at, 0);
  else
    for (let at: usize = 0; at < bytes; at += 16)
      evaluateFour(code, v128.load(source + at), false, true, 0, slopes + at);
}

function dispatch(code: i32, source: usize, values: usize, slopes: usize, bytes: usize): void {
  switch (code) {
    case TANH: return each(TANH, source, values, slopes, bytes);
    case RELU: return each(RELU, source, values, slopes, bytes);
    case SIGMOID: return each(SIGMOID, source, values, slopes, bytes);
    case LEAKY_RELU: return each(LEAKY_RELU, source, values, slopes, bytes);
    case GELU: return each(GELU, source, values, slopes, bytes);
    case SOFTPLUS: return each(SOFTPLUS, source, values, slopes, bytes);
    case SQRT: return each(SQRT, source, values, slopes, bytes);
    case SQUARE: return each(SQUARE, source, values, slopes, bytes);
    case SIN: return each(SIN, source, values, slopes, bytes);
    case TAN: return each(TAN, source, values, slopes, bytes);
    default: return each(IDENTITY, source, values, slopes, bytes);
  }
}

/** Values and slopes (each where its address is not 0) of `count` preactivations. */
export function evaluate(code: i32, source: usize, values: usize, slopes: usize, count: i32): void {
  const rest = count & 3;
  const whole = (<usize>(count - rest)) << 2;
  if (whole > 0) dispatch(code, source, values, slopes, whole);
  if (rest == 0) return;
  dispatch(code, source + whole, values ? REST_VALUES : 0, slopes ? REST_SLOPES : 0, 16);
  if (values) storePart(values + whole, v128.load(REST_VALUES), rest);
  if (slopes) storePart(slopes + whole, v128.load(REST_SLOPES), rest);
}
