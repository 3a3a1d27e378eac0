/* Carries out records (see `opcodes.ts`): whole schedules in one call from outside. */
import { evaluate } from './activations';
import { gradient, pack, predict, pullback } from './dense';
import { addUp, legs, lengths } from './gradients';
import { row } from './lanes';
import { compare, compareClasses, measure, measureClasses } from './likelihoods';
import { adopt, balance, biasGradient, clear, gather, infer, relax, relayBack } from './nodes';
import * as op from './opcodes';
import { adam, advance, momentum, sgd } from './optimizers';
import { judge, mean, meanOfBlocks, sumBlocks } from './telemetry';

let inferenceRate: f32 = 0;
let learningRate: f32 = 0;
/** Samples of the whole batch, of which a call may be given a share. */
let batch: i32 = 0;
/** Where sums of blocks go while samples are taken a group at a time, and how far from block to block; else 0. */
let parts: usize = 0;
let partStride: usize = 0;

export function tune(inference: f32, learning: f32): void {
  inferenceRate = inference;
  learningRate = learning;
}

@inline
function word(record: usize, i: usize): usize {
  return <usize>load<u32>(record + 4 * i);
}

@inline
function int(record: usize, i: usize): i32 {
  return load<i32>(record + 4 * i);
}

function perform(r: usize, first: i32, end: i32): void {
  switch (load<i32>(r)) {
    case op.GATHER: return gather(word(r, 1), word(r, 2), word(r, 3), word(r, 4), word(r, 5), int(r, 6), first, end);
    case op.INFER: return infer(word(r, 1), word(r, 2), word(r, 3), word(r, 4), int(r, 5), int(r, 6), first, end);
    case op.ADOPT: return adopt(word(r, 1), word(r, 2), word(r, 3), word(r, 4), int(r, 5), first, end);
    case op.CLEAR: return clear(word(r, 1), word(r, 2), int(r, 3), first, end);
    case op.EVALUATE: {
      const from = row(0, first, int(r, 5));
      const values = word(r, 2), slopes = word(r, 3);
      return evaluate(int(r, 4), word(r, 1) + from, values ? values + from : 0, slopes ? slopes + from : 0, (end - first) * int(r, 5));
    }
    case op.RELAX: return relax(word(r, 1), word(r, 2), word(r, 3), word(r, 4), int(r, 5), inferenceRate, first, end);
    case op.RELAX_FULLY: return relax(word(r, 1), word(r, 2), word(r, 3), word(r, 4), int(r, 5), <f32>1 / f32.load(word(r, 6)), first, end);
    case op.BALANCE: return balance(word(r, 1), word(r, 2), word(r, 3), word(r, 4), word(r, 5), int(r, 6), int(r, 7), first, end);
    case op.COMPARE: return compare(word(r, 1), word(r, 2), word(r, 3), word(r, 4), word(r, 5), word(r, 6), word(r, 7), int(r, 8), first, end);
    case op.MEASURE: return measure(word(r, 1), word(r, 2), word(r, 3), int(r, 4), first, end);
    case op.COMPARE_CLASSES: return compareClasses(word(r, 1), word(r, 2), word(r, 3), word(r, 4), word(r, 5), word(r, 6), word(r, 7), int(r, 8), first, end);
    case op.MEASURE_CLASSES: return measureClasses(word(r, 1), word(r, 2), word(r, 3), word(r, 4), int(r, 5), first, end);
    case op.PREDICT: return predict(word(r, 1), word(r, 2), word(r, 3), word(r, 4), int(r, 5), int(r, 6), int(r, 7), first, end);
    case op.PULLBACK: return pullback(word(r, 1), word(r, 2), word(r, 3), word(r, 4), int(r, 5), int(r, 6), int(r, 7), word(r, 8), first, end);
    case op.GRADIENT: {
      const whole = end - first == batch;
      const firstUnit = whole ? 0 : int(r, 8), endUnit = whole ? int(r, 6) : int(r, 9);
      return gradient(word(r, 1), word(r, 2), word(r, 3), word(r, 4), int(r, 5), int(r, 6), word(r, 7), firstUnit, endUnit, batch);
    }
    case op.BIAS_GRADIENT: return biasGradient(word(r, 1), word(r, 2), int(r, 3), batch);
    case op.RELAY: return memory.copy(row(word(r, 2), first, int(r, 3)), row(word(r, 1), first, int(r, 3)), row(0, end - first, int(r, 3)));
    case op.RELAY_BACK: return relayBack(word(r, 1), word(r, 2), int(r, 3), int(r, 4), first, end);
    case op.PACK: return pack(word(r, 1), word(r, 2), word(r, 3), int(r, 4), int(r, 5));
    case op.SGD: return sgd(word(r, 1), word(r, 2), int(r, 3), learningRate);
    case op.MOMENTUM: return momentum(word(r, 1), word(r, 2), int(r, 3), word(r, 4), learningRate);
    case op.ADAM: return adam(word(r, 1), word(r, 2), int(r, 3), word(r, 4), word(r, 5), word(r, 6), learningRate);
    case op.ADAM_ADVANCE: return advance(word(r, 1));
    case op.RESET: return f32.store(word(r, 1), 0);
    case op.TICK: {
      if (parts == 0) f32.store(word(r, 1), f32.load(word(r, 1)) + 1);
      return;
    }
    case op.RECORD_ENERGY: {
      if (parts) sumBlocks(word(r, 1), first, end, parts + (word(r, 4) << 2), partStride);
      else recordEnergy(r, mean(word(r, 1), batch));
      return;
    }
    case op.RECORD_OUTCOME: {
      const at = <usize>(<i32>f32.load(word(r, 3)) % int(r, 4));
      return f32.store(word(r, 2) + (at << 2), mean(word(r, 1), batch));
    }
    case op.JUDGE: return judge(word(r, 1), word(r, 2), word(r, 3), int(r, 4), first, end);
    case op.LENGTHS: return lengths(word(r, 1), word(r, 2), int(r, 3), int(r, 4), word(r, 5), word(r, 6));
    case op.LEGS: return legs(word(r, 1), word(r, 2), int(r, 3), int(r, 4), word(r, 5), word(r, 6), word(r, 7));
    case op.ADD_UP: return addUp(word(r, 1), word(r, 2), int(r, 3), int(r, 4), word(r, 5));
  }
}

function recordEnergy(r: usize, energy: f32): void {
  f32.store(word(r, 2) + ((<usize>f32.load(word(r, 3))) << 2), energy);
}

/** Every record in turn over the samples from `first` to `end` of a batch of so many. */
export function run(records: usize, count: i32, first: i32, end: i32, samples: i32): void {
  parts = 0;
  batch = samples;
  const last = records + 4 * op.WORDS * count;
  for (let r = records; r < last; r += 4 * op.WORDS) perform(r, first, end);
}

/**
 * The same, `times` times over (the first time by other records), a group of samples after another: for records that mix no
 * samples but in means of energies, the same numbers to the bit, with the state of a group at hand throughout. The share
 * begins with a block and the group is a multiple of 16; `room` has a float for every block of samples, time and record of
 * energy, in this order. What the means are is left to `recordEnergies`.
 */
export function runInGroups(opening: usize, openingCount: i32, records: usize, count: i32, times: i32, first: i32, end: i32, group: i32, room: usize, energies: i32): void {
  const stride = 4 * op.WORDS;
  partStride = (<usize>(times * energies)) << 2;
  for (let from = first; from < end; from += group) {
    const to = min(end, from + group);
    for (let t = 0; t < times; t++) {
      parts = room + ((<usize>(t * energies)) << 2);
      const start = t == 0 ? opening : records;
      const last = start + stride * (t == 0 ? openingCount : count);
      for (let r = start; r < last; r += stride) perform(r, from, to);
    }
  }
  parts = 0;
}

/** The clock's ticks and the means over all samples that `runInGroups` left out, from the sums in `room`. */
export function recordEnergies(opening: usize, openingCount: i32, records: usize, count: i32, times: i32, samples: i32, room: usize, energies: i32): void {
  const stride = 4 * op.WORDS;
  const blockStride = (<usize>(times * energies)) << 2;
  for (let t = 0; t < times; t++) {
    const start = t == 0 ? opening : records;
    const last = start + stride * (t == 0 ? openingCount : count);
    for (let r = start; r < last; r += stride) {
      if (load<i32>(r) == op.TICK) perform(r, 0, 0);
      if (load<i32>(r) == op.RECORD_ENERGY)
        recordEnergy(r, meanOfBlocks(room + ((<usize>(t * energies) + word(r, 4)) << 2), blockStride, samples));
    }
  }
}

export { evaluate };
