import { row, storePart } from './lanes';
import { multiply, multiplyOuter, packColumns, packRows } from './product';

/** a (+)= W u for the samples given, from the bias when it does not accumulate. */
export function predict(activity: usize, panels: usize, bias: usize, preactivation: usize, sourceUnits: i32, units: i32, accumulate: i32, first: i32, end: i32): void {
  const a = row(preactivation, first, units);
  multiply(row(activity, first, sourceUnits), end - first, sourceUnits, panels, units, accumulate ? a : bias, accumulate ? (<usize>units) << 2 : 0, a);
}

/** drive (+)= slopes ∘ Wᵀ δ for the samples given; slopes of 1 where there are none. */
export function pullback(delta: usize, panels: usize, slopes: usize, drive: usize, sourceUnits: i32, units: i32, accumulate: i32, room: usize, first: i32, end: i32): void {
  const to = row(drive, first, sourceUnits);
  const d = row(delta, first, units);
  if (slopes == 0) {
    multiply(d, end - first, units, panels, sourceUnits, accumulate ? to : 0, accumulate ? (<usize>sourceUnits) << 2 : 0, to);
    return;
  }
  const products = accumulate ? row(room, first, sourceUnits) : to;
  multiply(d, end - first, units, panels, sourceUnits, 0, 0, products);
  const at = row(slopes, first, sourceUnits);
  const count = (end - first) * sourceUnits;
  const whole = (<usize>(count & ~3)) << 2;
  for (let i: usize = 0; i < whole; i += 16) v128.store(to + i, pulled(products + i, at + i, to + i, accumulate));
  if (count & 3) storePart(to + whole, pulled(products + whole, at + whole, to + whole, accumulate), count & 3);
}

@inline
function pulled(products: usize, slopes: usize, drive: usize, accumulate: i32): v128 {
  const pull = f32x4.mul(v128.load(products), v128.load(slopes));
  return accumulate ? f32x4.add(v128.load(drive), pull) : pull;
}

/** gradient = −mean over samples of δ uᵀ, 0 where the synapse is removed: the rows of the units from `first` to `end`. */
export function gradient(activity: usize, delta: usize, to: usize, mask: usize, sourceUnits: i32, units: i32, room: usize, first: i32, end: i32, samples: i32): void {
  if (first >= end) return;
  to = row(to, first, sourceUnits);
  if (mask) mask = row(mask, first, sourceUnits);
  multiplyOuter(delta + ((<usize>first) << 2), (<usize>units) << 2, end - first, activity, sourceUnits, samples, to, room);
  const count = f32x4.splat(-(<f32>samples));
  const length = (end - first) * sourceUnits;
  const whole = (<usize>(length & ~3)) << 2;
  for (let at: usize = 0; at < whole; at += 16) v128.store(to + at, mean(to + at, mask ? mask + at : 0, count));
  if (length & 3) storePart(to + whole, mean(to + whole, mask ? mask + whole : 0, count), length & 3);
}

@inline
function mean(sum: usize, mask: usize, count: v128): v128 {
  const value = f32x4.div(v128.load(sum), count);
  return mask ? v128.andnot(value, f32x4.eq(v128.load(mask), f32x4.splat(0))) : value;
}

/** W as the panels that `predict` and `pullback` read; either may be 0. */
export function pack(weight: usize, forward: usize, backward: usize, sourceUnits: i32, units: i32): void {
  const stride = (<usize>sourceUnits) << 2;
  if (forward)
    for (let o = 0; o < units; o += 8) {
      packRows(weight + stride * o, stride, units - o, sourceUnits, forward);
      forward += (<usize>sourceUnits) << 5;
    }
  if (backward)
    for (let i = 0; i < sourceUnits; i += 8) {
      packColumns(weight + ((<usize>i) << 2), stride, units, backward);
      backward += (<usize>units) << 5;
    }
}
