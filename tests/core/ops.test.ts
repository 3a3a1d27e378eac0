import { describe, expect, test } from 'vitest';
import { activationCode, activations } from '#core/activations/index.ts';
import { type Op, op, ops } from '#core/ops/index.ts';
import type { Settings } from '#core/plan/plan.ts';
import { dot } from '../oracles/closed-forms.ts';
import { Draw, deviation, seeds } from '../oracles/scenarios.ts';

const samples = 21;
const settings: Settings = { inferenceRate: 1, learningRate: 1, samples };
const ROUNDING = 1e-13;

/** Random u, W and δ of an op in one memory, with room for what it computes. */
function bench(it: Op, seed: number, activation = 0) {
  const draw = new Draw(seed, `op ${it.id}`);
  const sourceUnits = draw.whole([1, 7]);
  const units = it.parameters(sourceUnits, sourceUnits + 1) === 0 ? sourceUnits : draw.whole([1, 7]);
  const size = {
    value: samples * sourceUnits,
    activity: samples * sourceUnits,
    drive: samples * sourceUnits,
    preactivation: samples * units,
    delta: samples * units,
    weight: it.parameters(sourceUnits, units),
    gradient: it.parameters(sourceUnits, units),
    mask: it.parameters(sourceUnits, units),
    bias: units,
  };
  type Tensor = keyof typeof size;
  const names = Object.keys(size) as Tensor[];
  const total = (some: readonly Tensor[]) => some.reduce((sum, name) => sum + size[name], 0);
  const offsets = Object.fromEntries(names.map((name, k) => [name, total(names.slice(0, k))])) as Record<
    Tensor,
    number
  >;
  const memory = new Float64Array(total(names));
  const read = (name: Tensor): number[] =>
    Array.from(memory.subarray(offsets[name], offsets[name] + size[name]));
  const write = (name: Tensor, values: ArrayLike<number>) => memory.set(values, offsets[name]);
  for (const name of ['value', 'weight', 'delta'] as const) write(name, draw.normals(size[name]));
  write('activity', read('value').map(activations[activation]!.f));
  write(
    'mask',
    Array.from({ length: size.mask }, () => (draw.chance(0.5) ? 1 : 0)),
  );
  const args = { ...offsets, sourceUnits, units, activation, masked: 0, accumulate: 0 };
  return { memory, read, write, args, draw, size };
}

describe.each(ops)('the op $id', (it) => {
  test('is found by its id', () => expect(op(it.id as 'dense')).toBe(it));

  test.each(seeds(10))(
    'pulls back by the transpose of its prediction: ⟨op(W, u), δ⟩ = ⟨u, opᵀ(W, δ)⟩ (%i)',
    (seed) => {
      const { memory, read, args } = bench(it, seed);
      it.predict(memory, args, settings);
      it.pullback(memory, args, settings);
      const forward = dot(read('preactivation'), read('delta'));
      expect(dot(read('activity'), read('drive'))).toBeCloseTo(forward, 10);
    },
  );

  test.each(seeds(10))('learns by the other transpose: ⟨op(W, u), δ⟩ = −B ⟨W, gradient⟩ (%i)', (seed) => {
    const { memory, read, args, size } = bench(it, seed);
    if (size.weight === 0) return;
    it.predict(memory, args, settings);
    it.gradient(memory, args, settings);
    const forward = dot(read('preactivation'), read('delta'));
    expect(-samples * dot(read('weight'), read('gradient'))).toBeCloseTo(forward, 10);
  });

  test.each(seeds(10))('is linear in the activity, above the bias (%i)', (seed) => {
    const { memory, read, write, args, draw, size } = bench(it, seed);
    const bias = size.weight === 0 ? new Array(size.bias).fill(0) : draw.normals(size.bias);
    write('bias', bias);
    const [u, v] = [draw.normals(size.activity), draw.normals(size.activity)];
    const predicted = (activity: readonly number[]) => {
      write('activity', activity);
      it.predict(memory, args, settings);
      return read('preactivation').map((a, i) => a - bias[i % args.units]!);
    };
    const [a, b] = [predicted(u), predicted(v)];
    const both = predicted(u.map((x, i) => 2 * x - 3 * v[i]!));
    expect(
      deviation(
        both,
        a.map((x, i) => 2 * x - 3 * b[i]!),
      ),
    ).toBeLessThan(ROUNDING);
  });

  test('scales what it pulls back by the slope of the activation before it', () => {
    // A relay passes values on as they are; only ops with parameters know an activation.
    if (it.parameters(3, 3) === 0) return;
    const { memory, read, args } = bench(it, 1, activationCode('tanh'));
    it.pullback(memory, args, settings);
    const scaled = read('drive');
    it.pullback(memory, { ...args, activation: activationCode('identity') }, settings);
    const expected = read('drive').map((pull, i) => pull * (1 - Math.tanh(read('value')[i]!) ** 2));
    expect(deviation(scaled, expected)).toBeLessThan(ROUNDING);
  });

  test('adds to what is there when it accumulates a pullback', () => {
    const { memory, read, args } = bench(it, 2);
    it.pullback(memory, args, settings);
    const once = read('drive');
    it.pullback(memory, { ...args, accumulate: 1 }, settings);
    expect(
      deviation(
        read('drive'),
        once.map((x) => 2 * x),
      ),
    ).toBeLessThan(ROUNDING);
  });

  test('adds to what is there, without the bias, when it accumulates a prediction', () => {
    if (it.parameters(3, 3) === 0) return;
    const { memory, read, write, args, draw, size } = bench(it, 3);
    it.predict(memory, args, settings);
    const once = read('preactivation');
    write('bias', draw.normals(size.bias));
    it.predict(memory, { ...args, accumulate: 1 }, settings);
    expect(
      deviation(
        read('preactivation'),
        once.map((x) => 2 * x),
      ),
    ).toBeLessThan(ROUNDING);
  });

  test('leaves removed synapses without a gradient and the others as they are', () => {
    const { memory, read, args } = bench(it, 4);
    it.gradient(memory, args, settings);
    const whole = read('gradient');
    it.gradient(memory, { ...args, masked: 1 }, settings);
    expect(read('gradient')).toEqual(whole.map((g, i) => (read('mask')[i] === 0 ? 0 : g)));
  });
});

test('dense predicts a = b + W u', () => {
  const { memory, read, write, args, draw, size } = bench(op('dense'), 5);
  write('bias', draw.normals(size.bias));
  op('dense').predict(memory, args, settings);
  const { units, sourceUnits } = args;
  const expected = Array.from({ length: samples * units }, (_, at) => {
    const [s, o] = [Math.floor(at / units), at % units];
    const row = read('weight').slice(o * sourceUnits, (o + 1) * sourceUnits);
    return read('bias')[o]! + dot(row, read('activity').slice(s * sourceUnits, (s + 1) * sourceUnits));
  });
  expect(deviation(read('preactivation'), expected)).toBeLessThan(ROUNDING);
});
