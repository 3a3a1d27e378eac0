import { evaluate } from './activations';
import { row, storePart } from './lanes';

// to = moves · from + held, one row.
function place(from: usize, to: usize, moves: usize, held: usize, units: i32): void {
  const whole = (<usize>(units & ~3)) << 2;
  for (let i: usize = 0; i < whole; i += 16) v128.store(to + i, placed(from + i, moves + i, held + i));
  if (units & 3) storePart(to + whole, placed(from + whole, moves + whole, held + whole), units & 3);
}

@inline
function placed(from: usize, moves: usize, held: usize): v128 {
  return f32x4.add(f32x4.mul(v128.load(moves), v128.load(from)), v128.load(held));
}

/** value = moves · data[rows[s]] + held */
export function gather(data: usize, rows: usize, value: usize, moves: usize, held: usize, units: i32, first: i32, end: i32): void {
  for (let s = first; s < end; s++) {
    const at = <i32>f32.load(rows + ((<usize>s) << 2));
    place(row(data, at, units), row(value, s, units), moves, held, units);
  }
}

/** value = moves · source + held */
export function adopt(source: usize, value: usize, moves: usize, held: usize, units: i32, first: i32, end: i32): void {
  for (let s = first; s < end; s++) place(row(source, s, units), row(value, s, units), moves, held, units);
}

/** value = moves · g(preactivation) + held */
export function infer(preactivation: usize, value: usize, moves: usize, held: usize, units: i32, activation: i32, first: i32, end: i32): void {
  evaluate(activation, row(preactivation, first, units), row(value, first, units), 0, (end - first) * units);
  adopt(value, value, moves, held, units, first, end);
}

/** value = held */
export function clear(value: usize, held: usize, units: i32, first: i32, end: i32): void {
  for (let s = first; s < end; s++) memory.copy(row(value, s, units), held, (<usize>units) << 2);
}

/** value += rate · moves · (drive − error); `moves` is 16 samples long. */
export function relax(value: usize, error: usize, drive: usize, moves: usize, units: i32, rate: f32, first: i32, end: i32): void {
  const rates = f32x4.splat(rate);
  for (let s = first; s < end; s += 16) {
    const from = row(0, s, units);
    const count = min(16, end - s) * units;
    const whole = (<usize>(count & ~3)) << 2;
    for (let i: usize = 0; i < whole; i += 16)
      v128.store(value + from + i, moved(value + from + i, error + from + i, drive + from + i, moves + i, rates));
    const at = from + whole;
    if (count & 3) storePart(value + at, moved(value + at, error + at, drive + at, moves + whole, rates), count & 3);
  }
}

@inline
function moved(value: usize, error: usize, drive: usize, moves: usize, rates: v128): v128 {
  const force = f32x4.sub(v128.load(drive), v128.load(error));
  return f32x4.add(v128.load(value), f32x4.mul(f32x4.mul(rates, v128.load(moves)), force));
}

/** error = moves · drive; delta = g′(a) ∘ error */
export function balance(error: usize, delta: usize, drive: usize, moves: usize, preactivation: usize, units: i32, activation: i32, first: i32, end: i32): void {
  evaluate(activation, row(preactivation, first, units), 0, row(delta, first, units), (end - first) * units);
  for (let s = first; s < end; s++) {
    const from = row(0, s, units);
    for (let i: usize = 0; i < (<usize>units) << 2; i += 4) {
      const e = f32.load(moves + i) * f32.load(drive + from + i);
      f32.store(error + from + i, e);
      f32.store(delta + from + i, f32.load(delta + from + i) * e);
    }
  }
}

/** gradient = −mean over samples of δ, in blocks of 16 in index order */
export function biasGradient(delta: usize, gradient: usize, units: i32, samples: i32): void {
  const stride = (<usize>units) << 2;
  const count = f32x4.splat(-(<f32>samples));
  for (let o = 0; o < units; o += 4) {
    let at = delta + ((<usize>o) << 2);
    let sum = f32x4.splat(0);
    for (let first = 0; first < samples; first += 16) {
      let block = f32x4.splat(0);
      for (let s = min(16, samples - first); s > 0; s--) {
        block = f32x4.add(block, v128.load(at));
        at += stride;
      }
      sum = f32x4.add(sum, block);
    }
    const mean = f32x4.div(sum, count);
    const to = gradient + ((<usize>o) << 2);
    if (units - o >= 4) v128.store(to, mean);
    else storePart(to, mean, units - o);
  }
}

/** drive (+)= δ */
export function relayBack(delta: usize, drive: usize, units: i32, accumulate: i32, first: i32, end: i32): void {
  const last = row(0, end, units);
  for (let at = row(0, first, units); at < last; at += 4)
    f32.store(drive + at, (accumulate ? f32.load(drive + at) : 0) + f32.load(delta + at));
}
