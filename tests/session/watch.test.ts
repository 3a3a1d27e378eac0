import { expect, test } from 'vitest';
import { rules } from '#core/rules/index.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { Laboratory } from '#session/laboratory.ts';
import { landscapeOf } from '#session/landscape.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';
import { Watch } from '#session/watch.ts';
import { compareGradients } from '../oracles/agreement.ts';

const noFiles = () => Promise.reject(new Error('no file is needed'));
const open = async (id: string) => {
  const experiment = parse(presets.find((it) => it.id === id)!.document).value!;
  return Laboratory.open(new CpuEngine('float64'), experiment, await materialOf(experiment, noFiles));
};

test.each(['agreement-dial', 'xor-fixed', 'skip-graph', 'deep', 'sine'])(
  '%s: watched step by step, with other questions in between, a settling ends where it does in one go',
  async (id) => {
    const laboratory = await open(id);
    const { settleSteps } = laboratory.experiment.inference;
    const rows = Array.from({ length: laboratory.rows.training }, (_, i) => i);
    const whole = await settle(laboratory, rows, settleSteps);
    const watch = new Watch(laboratory);
    await watch.begin();
    for (let t = 0; t < settleSteps; t++) {
      await landscapeOf(laboratory);
      await laboratory.evaluate([0]);
      watch.advance(1);
      await watch.frame(true);
    }
    const frame = await watch.frame(true);
    expect(frame.t).toBe(settleSteps);
    for (const { id: node, trace } of frame.energy) expect(Array.from(trace)).toEqual(whole.energy[node]);
    expect(frame.comparison).toEqual(whole.comparison);
    const [first] = frame.nodes.filter((it) => it.errors);
    expect(Array.from(first!.errors!)).toEqual(
      Array.from(whole.errors[first!.id]!).slice(0, first!.errors!.length),
    );
  },
);

test('an input that is predicted shows its prediction under every rule, and no error where the rule leaves it out', async () => {
  const document = {
    version: 1,
    network: {
      nodes: [
        { id: 'cause', units: 1 },
        { id: 'in', units: 2, activation: 'sigmoid', clamp: { learning: 'input', testing: 'input' } },
        { id: 'out', units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: 'v', from: 'cause', to: 'in' },
        { id: 'w', from: 'in', to: 'out' },
      ],
    },
    data: { name: 'rows', inputs: [[1, 0.5]], targets: [[2]] },
  };
  for (const { id: rule, followsLossOnly } of rules) {
    const experiment = parse({ ...document, inference: { rule } }).value!;
    const material = await materialOf(experiment, noFiles);
    const watch = new Watch(await Laboratory.open(new CpuEngine('float64'), experiment, material));
    await watch.begin();
    const { predictions, errors } = (await watch.frame(true)).nodes.find((it) => it.id === 'in')!;
    // A root rests at 0, and biases begin there.
    expect(Array.from(predictions!)).toEqual([0.5, 0.5]);
    expect(Array.from(errors!)).toEqual(followsLossOnly ? [0, 0] : [0.5, 0]);
  }
});

test('to rest stops where the energy stands still, at the equilibrium of a longer settling', async () => {
  const laboratory = await open('agreement-dial');
  const watch = new Watch(laboratory);
  await watch.begin();
  await watch.rest();
  const { total } = await watch.frame(true);
  const { energy } = await settle(
    laboratory,
    Array.from({ length: 256 }, (_, i) => i),
    2000,
  );
  const resting = Object.values(energy).reduce((sum, trace) => sum + trace.at(-1)!, 0);
  expect(total[watch.t]! / resting).toBeCloseTo(1, 2);
});

test('the largest stable η is that of the weights a settling began with, whatever the engine is at by then', async () => {
  const laboratory = await open('agreement-dial');
  const watch = new Watch(laboratory);
  await watch.begin();
  const limit = await watch.strictLimit(() => false);
  expect(limit).toBeGreaterThan(0);
  const { weights, biases } = await laboratory.parameters();
  const doubled = Object.entries(weights).map(([id, values]) => [id, values.map((w) => 2 * w)] as const);
  laboratory.placeParameters({ weights: Object.fromEntries(doubled), biases });
  expect(await watch.strictLimit(() => false)).toBe(limit);
  await watch.begin();
  expect(await watch.strictLimit(() => false)).toBeLessThan(limit!);
});

test('choosing a sample of a small set keeps the settling, and shows that row', async () => {
  const laboratory = await open('agreement-dial');
  const watch = new Watch(laboratory);
  await watch.begin();
  watch.advance(5);
  expect(watch.choose(17)).toBe(false);
  const { nodes, sample } = await watch.frame(true);
  expect(sample).toBe(17);
  expect(Array.from(nodes[0]!.values)).toEqual(Array.from(laboratory.rows.inputs.slice(34, 36)));
});

test('a frame holds no gradient tensors until they are shown, and the same agreement either way', async () => {
  const laboratory = await open('agreement-dial');
  const watch = new Watch(laboratory);
  await watch.begin();
  watch.advance(20);
  const plain = await watch.frame(true);
  expect([plain.gradients, plain.backprop]).toEqual([{}, {}]);
  watch.showsGradients = true;
  const full = await watch.frame(true);
  expect(full.comparison).toEqual(plain.comparison);
  const direct = compareGradients(full.gradients, full.backprop);
  expect(full.comparison.all!.angleDegrees).toBeCloseTo(direct.all!.angleDegrees, 9);
});
