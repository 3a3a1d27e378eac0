import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carryOver } from '#core/network/carry-over.ts';
import { initialize } from '#core/network/initialize.ts';
import type { Network, Parameters } from '#core/network/network.ts';
import { nodeOf } from '#core/network/topology.ts';
import { addLayer, removeLayer, setUnits } from '#experiment/edit.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { reinitialised } from '#experiment/reinitialised.ts';

const dial = parse(presets.find((it) => it.id === 'agreement-dial')!.document).value!;

const filled = (network: Network, value: number): Parameters => {
  const fill = (record: Readonly<Record<string, Float64Array>>) =>
    Object.fromEntries(
      Object.entries(record).map(([id, it]) => [id, new Float64Array(it.length).fill(value)]),
    );
  const { weights, biases } = initialize(network, 1);
  return { weights: fill(weights), biases: fill(biases) };
};
const resized = (units: readonly [number, number]) =>
  ['x1', 'x2'].reduce((it, id, i) => setUnits(it, id, units[i]!).experiment, dial);
const sizes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));

test('synapses and biases of the units that stay keep their values, all others are fresh', () => {
  fc.assert(
    fc.property(sizes, sizes, (from, to) => {
      const [before, after] = [resized(from).network, resized(to).network];
      const old = initialize(before, 5);
      const fresh = initialize(after, 6);
      const { weights, biases } = carryOver(before, after, old, fresh);
      for (const { id, from, to } of after.connections) {
        const [wide, was] = [nodeOf(after, from).units, nodeOf(before, from).units];
        weights[id]!.forEach((weight, i) => {
          const [out, source] = [Math.floor(i / wide), i % wide];
          const stays = out < nodeOf(before, to).units && source < was;
          expect(weight).toBe(stays ? old.weights[id]![out * was + source] : fresh.weights[id]![i]);
        });
      }
      expect(biases.x1!.length).toBe(nodeOf(after, 'x1').units);
    }),
  );
});

test('what keeps its shape is not copied', () => {
  const old = initialize(dial.network, 5);
  const grown = setUnits(dial, 'x2', 9).experiment.network;
  const { weights } = carryOver(dial.network, grown, old, initialize(grown, 5));
  expect(weights.w1).toBe(old.weights.w1);
});

test('a layer that comes or goes leaves the others’ weights alone', () => {
  const old = filled(dial.network, 1);
  const longer = addLayer(dial, 'x2').experiment.network;
  const after = carryOver(dial.network, longer, old, filled(longer, 0));
  expect(after.weights).toEqual({ ...old.weights, w4: new Float64Array(64) });
  expect(after.biases).toEqual({ ...old.biases, x4: new Float64Array(8) });
  const shorter = removeLayer(dial, 'x2').experiment.network;
  expect(carryOver(dial.network, shorter, old, filled(shorter, 0)).weights).toEqual({
    w1: old.weights.w1,
    w3: old.weights.w3,
  });
});

test('what is announced as kept and as drawn is what happens', () => {
  fc.assert(
    fc.property(sizes, sizes, fc.constantFrom('x0', 'x1', 'x2'), (from, to, at) => {
      const before = resized(from);
      const after = addLayer(resized(to), at).experiment;
      const said = reinitialised(before, after);
      const happens = carryOver(
        before.network,
        after.network,
        filled(before.network, 1),
        filled(after.network, 0),
      );
      for (const kind of ['weights', 'biases'] as const)
        for (const [id, numbers] of Object.entries(happens[kind])) {
          const kept = numbers.reduce((sum, it) => sum + it, 0);
          expect(said[kind][id]).toEqual({ kept, anew: numbers.length - kept });
        }
    }),
  );
});

test('another seed draws everything anew', () =>
  expect(reinitialised(dial, { ...dial, seed: 2 }).all).toEqual({ kept: 0, anew: 16 + 64 + 8 + 17 }));
