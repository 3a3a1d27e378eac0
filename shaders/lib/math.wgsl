// Elementary functions of known accuracy. WGSL leaves its own to the device: tanh may be NaN for large arguments, sin
// has three digits, exp loses as many as its argument has. Polynomials are minimax fits of this project (relative error
// below 5e-9 before rounding). Large arguments are clamped, since a device may assume that nothing is infinite; NaN is
// found by its bits, since a device may assume that there is none, and handed on so that a divergence shows.

fn isNotANumber(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

// 2ⁿ for −126 ≤ n ≤ 127.
fn powerOfTwo(n: i32) -> f32 {
  return bitcast<f32>(u32(n + 127) << 23u);
}

// eʳ·2ⁿ = eˣ with |r| ≤ ½ ln 2; ln 2 in two parts, n times the first exact.
fn nearestPower(x: f32) -> f32 {
  return floor(x * 1.44269504 + 0.5);
}
fn exponentialOfRest(x: f32, n: f32) -> f32 {
  let r = (x - n * 0.693145752) - n * 1.42860677e-6;
  let tail = r * r * (0.5 + r * (0.166665182 + r * (0.041666206 + r * (0.00836895406 + r * 0.00139505998))));
  return 1.0 + (r + tail);
}

// eˣ to 2 ulp for x ≤ 88, e⁸⁸ above.
fn exponential(x: f32) -> f32 {
  let clamped = clamp(x, -104.0, 88.0);
  let n = nearestPower(clamped);
  // In two factors, since 2ⁿ alone may be too small for a float of full precision. A shift: dividing integers is slow.
  let half = i32(n) >> 1u;
  let power = (exponentialOfRest(clamped, n) * powerOfTwo(half)) * powerOfTwo(i32(n) - half);
  return select(power, x, isNotANumber(x));
}

// e^(−x) to 2 ulp for 0 ≤ x ≤ 87, above 0, as it nearly is; what NaN gives is open.
fn decay(x: f32) -> f32 {
  let clamped = -min(x, 87.0);
  let n = nearestPower(clamped);
  return select(exponentialOfRest(clamped, n) * powerOfTwo(i32(n)), 0.0, x > 87.0);
}

// artanh(s) = s + s³·q(s²) for s² ≤ 1/9, the series behind both logarithms.
fn artanhTail(z: f32) -> f32 {
  return 0.333333373 + z * (0.199994385 + z * (0.143084422 + z * (0.107138284 + z * 0.121504694)));
}

// log x to 2 ulp (near 1: to 1e-7 of x − 1) for normal x > 0: x = m·2ⁿ with √½ ≤ m < √2.
fn logarithm(x: f32) -> f32 {
  let bits = bitcast<u32>(x) - 0x3f3504f3u;
  let n = f32(bitcast<i32>(bits) >> 23u);
  let m = bitcast<f32>((bits & 0x007fffffu) + 0x3f3504f3u) - 1.0;
  let s = m / (2.0 + m);
  let z = s * s;
  let logOfM = 2.0 * s + 2.0 * s * z * artanhTail(z);
  return n * 0.693145752 + (n * 1.42860677e-6 + logOfM);
}

// log(1 + e) to 3 ulp for 0 ≤ e ≤ 1, small e included.
fn logOnePlus(e: f32) -> f32 {
  let s = e / (2.0 + e);
  let z = s * s;
  return 2.0 * s + 2.0 * s * z * artanhTail(z);
}

// tanh x to 4 ulp, from e = e^(−2|x|) and share = 1/(1 + e). Odd polynomial below ½ ln 3, where tanh is ½ and small
// arguments keep their digits; above, 1 − 2e/(1 + e).
fn hyperbolicTangentFrom(x: f32, e: f32, share: f32) -> f32 {
  let z = x * x;
  let near = x + x * z * (-0.333333194 + z * (0.133326024 + z * (-0.0538538583 + z * (0.021077754 - z * 0.00628246693))));
  let far = 1.0 - 2.0 * e * share;
  let value = select(select(far, -far, x < 0.0), near, abs(x) < 0.5493061);
  return select(value, x, isNotANumber(x));
}

fn hyperbolicTangent(x: f32) -> f32 {
  let e = decay(2.0 * abs(x));
  return hyperbolicTangentFrom(x, e, 1.0 / (1.0 + e));
}

// tanh x and its slope from one exponential.
fn hyperbolicTangentAndSlope(x: f32) -> vec2f {
  let e = decay(2.0 * abs(x));
  let share = 1.0 / (1.0 + e);
  return vec2f(hyperbolicTangentFrom(x, e, share), select(4.0 * e * share * share, x, isNotANumber(x)));
}

// 1 − tanh² x = 4e/(1 + e)², e = e^(−2|x|): keeps its digits where tanh is flat.
fn squaredSech(x: f32) -> f32 {
  let e = exponential(-2.0 * abs(x));
  return 4.0 * e / ((1.0 + e) * (1.0 + e));
}

// 1/(1 + e⁻ˣ), from e^(−|x|) so that neither tail loses its digits.
fn logistic(x: f32) -> f32 {
  let e = exponential(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}

fn logisticSlope(x: f32) -> f32 {
  let e = exponential(-abs(x));
  return e / ((1.0 + e) * (1.0 + e));
}

// log(1 + eˣ)
fn softPlus(x: f32) -> f32 {
  return max(x, 0.0) + logOnePlus(exponential(-abs(x)));
}

// √(2/π)·2·(x + 0.044715x³), the logistic's argument in GELU: ½(1 + tanh u) = logistic(2u) without cancelling.
fn gaussianErrorUnitArgument(x: f32) -> f32 {
  return 1.59576912 * x * (1.0 + 0.044715 * x * x);
}

// Beyond 12 the unit is its argument or zero, to less than the smallest float.
fn gaussianErrorUnit(x: f32) -> f32 {
  return x * logistic(gaussianErrorUnitArgument(clamp(x, -12.0, 12.0)));
}

fn gaussianErrorUnitSlope(x: f32) -> f32 {
  let near = clamp(x, -12.0, 12.0);
  let u = gaussianErrorUnitArgument(near);
  return logistic(u) + near * logisticSlope(u) * 1.59576912 * (1.0 + 0.134145 * near * near);
}

// r with x = q·π/2 + r, |r| ≤ π/4, to 1e-10 for |x| ≤ 1e4: π/2 in three parts of which q times the first two is exact.
fn quarterTurns(x: f32) -> f32 {
  return round(x * 0.636619772);
}
fn restOfQuarter(x: f32, q: f32) -> f32 {
  return ((x - q * 1.5703125) - q * 4.837512969970703e-4) - q * 7.549789415861596e-8;
}

fn sineNear(r: f32) -> f32 {
  let z = r * r;
  return r + r * z * (-0.166666552 + z * (0.00833217613 - z * 0.000195169763));
}
fn cosineNear(r: f32) -> f32 {
  let z = r * r;
  return 1.0 + (z * z * (0.0416666456 + z * (-0.00138873642 + z * 2.44380899e-5)) - 0.5 * z);
}

// sin(r + quarter·π/2)
fn turned(r: f32, quarter: i32) -> f32 {
  let value = select(sineNear(r), cosineNear(r), (quarter & 1) == 1);
  return select(value, -value, (quarter & 2) == 2);
}

fn sine(x: f32) -> f32 {
  let q = quarterTurns(x);
  return turned(restOfQuarter(x, q), i32(q));
}

fn cosine(x: f32) -> f32 {
  let q = quarterTurns(x);
  return turned(restOfQuarter(x, q), i32(q) + 1);
}
