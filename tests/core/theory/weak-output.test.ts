import { expect, test } from 'vitest';
import { initialize } from '#core/network/initialize.ts';
import type { Parameters } from '#core/network/network.ts';
import { type WeakOutput, weakOutput } from '#core/theory/weak-output.ts';
import { chain } from '#experiment/presets/chain.ts';
import { understood } from '../../oracles/scenarios.ts';

const HIDDEN = 48;

const network = (inputs: number) =>
  understood({
    version: 1,
    network: chain([inputs, HIDDEN, 1], 'tanh'),
    data: { name: 'rows', inputs: [Array.from({ length: inputs }, () => 0)], targets: [[1]] },
  }).network;

function lawOf(inputs: number, parameters: Parameters, row: readonly number[]): WeakOutput {
  const work = weakOutput(network(inputs), parameters, [row], [[1]]);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value!;
  }
}

test('inputs that are zero change nothing, were their weights two hundred thousand', () => {
  const many = 4096;
  const row = [0.8, -0.5];
  const few = initialize(network(2), 5, {});
  const wide = Float64Array.from({ length: HIDDEN * many }, (_, at) => {
    const [out, source] = [Math.floor(at / many), at % many];
    return source < 2 ? few.weights.w1![2 * out + source]! : 0.1;
  });
  const padded = Array.from({ length: many }, (_, i) => row[i] ?? 0);
  const expected = lawOf(2, few, row);
  const found = lawOf(many, { ...few, weights: { ...few.weights, w1: wide } }, padded);
  expect(expected.degreesPerPrecision).toBeGreaterThan(1);
  expect(found.degreesPerPrecision / expected.degreesPerPrecision).toBeCloseTo(1, 6);
  expect(found.releasedPerPrecision / expected.releasedPerPrecision).toBeCloseTo(1, 10);
});
