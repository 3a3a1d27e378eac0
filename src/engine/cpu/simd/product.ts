/*
 * Register-blocked matrix products: tiles of 4 rows and 8 columns. The right-hand matrix comes in panels of 8 columns, each
 * row of a panel 32 bytes, so that it is read in one stream whatever its width; columns past the last hold anything.
 */
import { madd, storeUpTo } from './lanes';

/** Rows of a panel multiplied in one go: with 4 rows of the left-hand matrix they stay in the fastest cache. */
const DEPTH = 512;

const PANEL = 32;

// base + sum, into at most 8 columns; base is 0 where there is none.
@inline
function finish(to: usize, base: usize, low: v128, high: v128, columns: i32): void {
  if (base != 0) {
    low = f32x4.add(v128.load(base), low);
    if (columns > 4) high = f32x4.add(v128.load(base, 16), high);
  }
  if (columns >= 8) {
    v128.store(to, low);
    v128.store(to, high, 16);
  } else if (columns > 4) {
    v128.store(to, low);
    storeUpTo(to + 16, high, columns - 4);
  } else storeUpTo(to, low, columns);
}

/** A tile whose left-hand rows lie `stride` bytes apart, their entries side by side. */
function tile(
  a0: usize, stride: usize, rows: i32, b: usize, depth: i32,
  base: usize, baseStride: usize, c: usize, cStride: usize, columns: i32,
): void {
  // Rows past the last repeat it, and are not stored.
  let a1 = rows > 1 ? a0 + stride : a0;
  let a2 = rows > 2 ? a1 + stride : a0;
  let a3 = rows > 3 ? a2 + stride : a0;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let k = depth;
  if (columns > 4) {
    for (; k >= 2; k -= 2) {
      let b0 = v128.load(b), b1 = v128.load(b, 16);
      let s = v128.load_splat<f32>(a0);
      c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
      s = v128.load_splat<f32>(a1);
      c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
      s = v128.load_splat<f32>(a2);
      c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
      s = v128.load_splat<f32>(a3);
      c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
      b0 = v128.load(b, 32); b1 = v128.load(b, 48);
      s = v128.load_splat<f32>(a0, 4);
      c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
      s = v128.load_splat<f32>(a1, 4);
      c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
      s = v128.load_splat<f32>(a2, 4);
      c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
      s = v128.load_splat<f32>(a3, 4);
      c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
      a0 += 8; a1 += 8; a2 += 8; a3 += 8; b += 2 * PANEL;
    }
    if (k) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let s = v128.load_splat<f32>(a0);
      c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
      s = v128.load_splat<f32>(a1);
      c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
      s = v128.load_splat<f32>(a2);
      c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
      s = v128.load_splat<f32>(a3);
      c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    }
  } else {
    for (; k > 0; k--) {
      const b0 = v128.load(b);
      c00 = madd(v128.load_splat<f32>(a0), b0, c00);
      c10 = madd(v128.load_splat<f32>(a1), b0, c10);
      c20 = madd(v128.load_splat<f32>(a2), b0, c20);
      c30 = madd(v128.load_splat<f32>(a3), b0, c30);
      a0 += 4; a1 += 4; a2 += 4; a3 += 4; b += PANEL;
    }
  }
  finish(c, base, c00, c01, columns);
  if (rows < 2) return;
  c += cStride; base += baseStride;
  finish(c, base, c10, c11, columns);
  if (rows < 3) return;
  c += cStride; base += baseStride;
  finish(c, base, c20, c21, columns);
  if (rows < 4) return;
  c += cStride; base += baseStride;
  finish(c, base, c30, c31, columns);
}

/** c = base + a·b for `rows` rows: base one row for all (`baseStride` 0), a matrix, or 0 where there is none. */
export function multiply(
  a: usize, rows: i32, depth: i32, panels: usize, columns: i32,
  base: usize, baseStride: usize, c: usize,
): void {
  const stride = (<usize>depth) << 2;
  const cStride = (<usize>columns) << 2;
  for (let k = 0; k < depth; k += DEPTH) {
    const some = min(DEPTH, depth - k);
    let b = panels + (<usize>(k * PANEL));
    for (let j = 0; j < columns; j += 8, b += stride << 3) {
      const left = columns - j;
      let ai = a + ((<usize>k) << 2);
      let ci = c + ((<usize>j) << 2);
      let bi = base ? base + ((<usize>j) << 2) : 0;
      for (let i = 0; i < rows; i += 4) {
        tile(ai, stride, rows - i, b, some, bi, bi ? baseStride : 0, ci, cStride, left);
        ai += stride << 2;
        ci += cStride << 2;
        if (bi) bi += baseStride << 2;
      }
    }
    base = c;
    baseStride = cStride;
  }
}

/** c (+)= aᵀ·panel over at most a block of samples: rows of c are columns of a, 4 of them at most. */
function outerTile(a: usize, aStride: usize, rows: i32, b: usize, samples: i32, adds: bool, c: usize, cStride: usize, columns: i32): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (let k = 0; k < samples; k++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load_splat<f32>(a);
    c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load_splat<f32>(a, 4);
    c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load_splat<f32>(a, 8);
    c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load_splat<f32>(a, 12);
    c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    a += aStride; b += PANEL;
  }
  finish(c, adds ? c : 0, c00, c01, columns);
  if (rows < 2) return;
  c += cStride;
  finish(c, adds ? c : 0, c10, c11, columns);
  if (rows < 3) return;
  c += cStride;
  finish(c, adds ? c : 0, c20, c21, columns);
  if (rows < 4) return;
  c += cStride;
  finish(c, adds ? c : 0, c30, c31, columns);
}

/** c = aᵀ·u over samples, in blocks of 16 in index order, for so many columns of a. `panel` has room for 8 columns of u. */
export function multiplyOuter(a: usize, aStride: usize, rows: i32, u: usize, columns: i32, samples: i32, c: usize, panel: usize): void {
  const cStride = (<usize>columns) << 2;
  for (let j = 0; j < columns; j += 8) {
    const shift = (<usize>j) << 2;
    packColumns(u + shift, cStride, samples, panel);
    for (let i = 0; i < rows; i += 4) {
      const ci = c + cStride * i + shift;
      for (let first = 0; first < samples; first += 16)
        outerTile(a + aStride * first + ((<usize>i) << 2), aStride, rows - i, panel + (<usize>(first * PANEL)), min(16, samples - first), first > 0, ci, cStride, columns - j);
    }
  }
}

/** Eight columns of a matrix, row by row, as a panel. */
export function packColumns(from: usize, stride: usize, rows: i32, to: usize): void {
  for (let k = 0; k < rows; k++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += stride;
    to += PANEL;
  }
}

/** Eight rows of a matrix (those past the last repeat it) as the columns of a panel. */
export function packRows(from: usize, stride: usize, rows: i32, columns: i32, to: usize): void {
  for (let lane = 0; lane < 8; lane++) {
    const source = from + stride * (<usize>min(lane, rows - 1));
    const target = to + ((<usize>lane) << 2);
    for (let k = 0; k < columns; k++) f32.store(target + ((<usize>k) << 5), f32.load(source + ((<usize>k) << 2)));
  }
}
