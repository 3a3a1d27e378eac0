// What a core can do at most, for the roof under which the engine's speed is shown; shares nothing with the engine.

@inline
function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Rounds of twelve independent chains of multiply-adds. The two factors come from memory, so that nothing is folded. */
export function multiplyAdd(rounds: i32): f32 {
  const m = v128.load_splat<f32>(0);
  const s = v128.load_splat<f32>(4);
  let a = s, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a;
  for (let r = 0; r < rounds; r++) {
    a = madd(a, m, s); b = madd(b, m, s); c = madd(c, m, s); d = madd(d, m, s);
    e = madd(e, m, s); f = madd(f, m, s); g = madd(g, m, s); h = madd(h, m, s);
    i = madd(i, m, s); j = madd(j, m, s); k = madd(k, m, s); l = madd(l, m, s);
  }
  a = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
  a = f32x4.add(a, f32x4.add(f32x4.add(i, j), f32x4.add(k, l)));
  return f32x4.extract_lane(a, 0);
}

/** The first half of so many bytes to the second. */
export function copy(bytes: i32): void {
  const half = (<usize>bytes) >> 1;
  memory.copy(half, 0, half);
}
