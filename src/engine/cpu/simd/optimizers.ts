import { storePart } from './lanes';

// Four entries at a time; what is past the end is computed and not stored.

@inline
function put(to: usize, v: v128, left: i32): void {
  if (left >= 4) v128.store(to, v);
  else storePart(to, v, left);
}

/** θ ← θ − rate · g */
export function sgd(parameter: usize, gradient: usize, length: i32, rate: f32): void {
  const rates = f32x4.splat(rate);
  for (let left = length; left > 0; left -= 4) {
    put(parameter, f32x4.sub(v128.load(parameter), f32x4.mul(rates, v128.load(gradient))), left);
    parameter += 16;
    gradient += 16;
  }
}

/** v ← 0.9 v + g; θ ← θ − rate · v */
export function momentum(parameter: usize, gradient: usize, length: i32, velocity: usize, rate: f32): void {
  const rates = f32x4.splat(rate);
  for (let left = length; left > 0; left -= 4) {
    const v = f32x4.add(f32x4.mul(f32x4.splat(0.9), v128.load(velocity)), v128.load(gradient));
    put(velocity, v, left);
    put(parameter, f32x4.sub(v128.load(parameter), f32x4.mul(rates, v)), left);
    parameter += 16;
    gradient += 16;
    velocity += 16;
  }
}

/** Moments of the gradient, each divided by its correction; θ ← θ − rate · m̂ / (√ŝ + 1e-8). */
export function adam(parameter: usize, gradient: usize, length: i32, firstMoment: usize, second: usize, corrections: usize, rate: f32): void {
  const rates = f32x4.splat(rate);
  const firstCorrection = v128.load_splat<f32>(corrections);
  const secondCorrection = v128.load_splat<f32>(corrections, 4);
  for (let left = length; left > 0; left -= 4) {
    const g = v128.load(gradient);
    const m = f32x4.add(f32x4.mul(f32x4.splat(0.9), v128.load(firstMoment)), f32x4.mul(f32x4.splat(0.1), g));
    const squares = f32x4.mul(f32x4.splat(0.001), f32x4.mul(g, g));
    const s = f32x4.add(f32x4.mul(f32x4.splat(0.999), v128.load(second)), squares);
    put(firstMoment, m, left);
    put(second, s, left);
    const slowness = f32x4.add(f32x4.sqrt(f32x4.div(s, secondCorrection)), f32x4.splat(1e-8));
    const step = f32x4.div(f32x4.mul(rates, f32x4.div(m, firstCorrection)), slowness);
    put(parameter, f32x4.sub(v128.load(parameter), step), left);
    parameter += 16;
    gradient += 16;
    firstMoment += 16;
    second += 16;
  }
}

/** 1 − βᵗ for both decays by c ← βc + (1 − β) */
export function advance(corrections: usize): void {
  f32.store(corrections, <f32>0.9 * f32.load(corrections) + <f32>0.1);
  f32.store(corrections + 4, <f32>0.999 * f32.load(corrections + 4) + <f32>0.001);
}
