// The best small matrix product we can write in WASM SIMD, apart from the engine's: c = a·b, a [rows][depth], b in panels of
// eight columns [columns / 8][depth][8], c in the same panels; rows a multiple of 4. Four by eight sums stay in registers.

@inline
function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

export function multiply(a: usize, b: usize, c: usize, rows: i32, columns: i32, depth: i32): void {
  const stride = (<usize>depth) << 2;
  for (let j = 0; j < columns; j += 8, b += stride << 3) {
    let row = a;
    for (let i = 0; i < rows; i += 4, row += stride << 2, c += 128) {
      let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
      let bk = b;
      for (let k: usize = 0; k < stride; k += 4, bk += 32) {
        const low = v128.load(bk), high = v128.load(bk, 16);
        const at = row + k;
        const s0 = v128.load_splat<f32>(at), s1 = v128.load_splat<f32>(at + stride);
        const s2 = v128.load_splat<f32>(at + (stride << 1)), s3 = v128.load_splat<f32>(at + stride * 3);
        c00 = madd(s0, low, c00); c01 = madd(s0, high, c01);
        c10 = madd(s1, low, c10); c11 = madd(s1, high, c11);
        c20 = madd(s2, low, c20); c21 = madd(s2, high, c21);
        c30 = madd(s3, low, c30); c31 = madd(s3, high, c31);
      }
      v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c10, 32); v128.store(c, c11, 48);
      v128.store(c, c20, 64); v128.store(c, c21, 80); v128.store(c, c30, 96); v128.store(c, c31, 112);
    }
  }
}
