import { row } from './lanes';

/** Sum of `count` floats, at most a block. */
function partOf(from: usize, count: i32): f32 {
  let sum: f32 = 0;
  for (let i = 0; i < count; i++) sum += f32.load(from + ((<usize>i) << 2));
  return sum;
}

/** The sums of whole blocks of 16 samples, and of what is left, of a stretch that begins with a block. */
export function sumBlocks(figure: usize, first: i32, end: i32, parts: usize, stride: usize): void {
  for (let s = first; s < end; s += 16)
    f32.store(parts + stride * (<usize>(s >> 4)), partOf(figure + ((<usize>s) << 2), min(16, end - s)));
}

/** Mean over samples from the sums of their blocks, in index order. */
export function meanOfBlocks(parts: usize, stride: usize, samples: i32): f32 {
  let sum: f32 = 0;
  for (let s = 0; s < samples; s += 16, parts += stride) sum += f32.load(parts);
  return sum / <f32>samples;
}

/** Mean over samples, block by block. */
export function mean(figure: usize, samples: i32): f32 {
  let sum: f32 = 0;
  for (let s = 0; s < samples; s += 16) sum += partOf(figure + ((<usize>s) << 2), min(16, samples - s));
  return sum / <f32>samples;
}

function largest(from: usize, units: i32): i32 {
  let best = 0;
  for (let i = 1; i < units; i++)
    if (f32.load(from + ((<usize>i) << 2)) > f32.load(from + ((<usize>best) << 2))) best = i;
  return best;
}

/** correct = 1 where the prediction names the class of the value: by its sign, or the first largest entry. */
export function judge(value: usize, prediction: usize, correct: usize, units: i32, first: i32, end: i32): void {
  for (let s = first; s < end; s++) {
    const y = row(value, s, units);
    const mu = row(prediction, s, units);
    const agrees = units == 1 ? (f32.load(y) > 0) == (f32.load(mu) > 0) : largest(y, units) == largest(mu, units);
    f32.store(correct + ((<usize>s) << 2), agrees ? 1 : 0);
  }
}
