// Four floats at a time: loading past an end is allowed (there is always room), storing is not.

@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Stores the first `count` lanes, 0 to 3 of them. */
export function storePart(to: usize, v: v128, count: i32): void {
  if (count & 2) {
    v128.store64_lane(to, v, 0);
    if (count & 1) v128.store32_lane(to, v, 2, 8);
  } else if (count & 1) v128.store32_lane(to, v, 0);
}

/** Stores up to four lanes. */
@inline
export function storeUpTo(to: usize, v: v128, count: i32): void {
  if (count >= 4) v128.store(to, v);
  else storePart(to, v, count);
}

@inline
export function sumOf(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Address of a sample's row. */
@inline
export function row(tensor: usize, sample: i32, units: i32): usize {
  return tensor + ((<usize>(sample * units)) << 2);
}
