import { describe, expect, test } from 'vitest';
import { stream } from '#core/math/random.ts';
import { isFree } from '#core/network/topology.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import type { Moment } from '#session/frame.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import { Specimen } from '#session/specimen.ts';
import { Watch } from '#session/watch.ts';

const noFiles = () => Promise.reject(new Error('no file is needed'));
const preset = (id: string): Experiment => parse(presets.find((it) => it.id === id)!.document).value!;

/** A preset's sample and the batch it belongs to. */
async function open(experiment: Experiment, row = 3, answer: 'clamped' | 'free' = 'clamped') {
  const material = await materialOf(experiment, noFiles);
  const watch = new Watch(await Laboratory.open(new CpuEngine(), experiment, material), row);
  await watch.begin();
  const specimen = new Specimen();
  await specimen.open(experiment, material, watch.parameters, row, answer);
  specimen.begin();
  return { specimen, watch, material };
}

const withRate = (experiment: Experiment, inferenceRate: number): Experiment => ({
  ...experiment,
  inference: { ...experiment.inference, inferenceRate },
});

/** Numbers of a moment, free of the recording's memory. */
const copy = (moment: Moment | null) => structuredClone(moment);
const now = (specimen: Specimen) => copy(specimen.recording.at(specimen.t))!;
const numbers = ({ nodes }: Moment) =>
  nodes.flatMap((it) => [...Array.from(it.values), ...Array.from(it.errors ?? [])]);

/** Largest |drive − ε| of the neurons that may move. */
function unbalanced(experiment: Experiment, moment: Moment, except = ''): number {
  const free = moment.nodes.filter((it) => isFree(experiment.network.nodes.find((n) => n.id === it.id)!));
  return Math.max(
    ...free.flatMap(({ id, errors, drives }) =>
      Array.from(errors ?? [], (error, i) => (`${id}/${i}` === except ? 0 : Math.abs(drives![i]! - error))),
    ),
  );
}

test.each(['agreement-dial', 'xor-fixed', 'skip-graph', 'deep'])(
  '%s: a sample settles alone as it does in its batch, edit after edit, before any other task of the page',
  async (id) => {
    const before = preset(id);
    const { specimen, watch, material } = await open(before);
    for (const rate of [before.inference.inferenceRate, before.inference.inferenceRate / 2]) {
      const experiment = withRate(before, rate);
      await watch.laboratory.change(experiment);
      await watch.begin();
      watch.advance(watch.settleSteps);
      const frame = await watch.frame(true);
      let tasks = 0;
      const other = setTimeout(() => tasks++);
      await specimen.open(experiment, material, watch.parameters, 3, 'clamped');
      specimen.begin();
      specimen.advance(frame.t);
      clearTimeout(other);
      expect(tasks).toBe(0);
      const alone = now(specimen);
      expect(alone.t).toBe(frame.t);
      expect(numbers(alone)).toEqual(numbers({ ...alone, nodes: frame.nodes }));
      for (const [node, energy] of Object.entries(frame.energyOfSample))
        expect(alone.energy[node]).toBeCloseTo(energy, 12);
    }
  },
);

test('samples differ, whether the next one needs a new plan or not', async () => {
  const experiment = preset('agreement-dial');
  const { specimen, watch, material } = await open(experiment, 0);
  for (const row of [5, 9, 5]) {
    await specimen.open(experiment, material, watch.parameters, row, 'clamped');
    specimen.begin();
    const { inputs, inputUnits } = material.rows;
    const expected = Array.from(inputs.slice(row * inputUnits, (row + 1) * inputUnits), Math.fround);
    expect(Array.from(now(specimen).nodes[0]!.values)).toEqual(expected);
  }
});

describe('back at a recorded step, settling goes on as it did', () => {
  test.each(['agreement-dial', 'xor-fixed', 'skip-graph'])('%s, to the bit', async (id) => {
    const { specimen } = await open(preset(id));
    const all = Math.min(12, specimen.horizon);
    const part = Math.floor(all / 2);
    specimen.advance(all);
    const first = now(specimen);
    specimen.return(part);
    expect(specimen.recording.last).toBe(part);
    specimen.advance(all - part);
    expect(now(specimen)).toEqual(first);
  });
});

describe('a held neuron', () => {
  const experiment = withRate(preset('agreement-dial'), 0.1);
  const spot = { node: 'x1', unit: 2 };
  const heldValue = (moment: Moment) => moment.nodes.find((it) => it.id === spot.node)!.values[spot.unit]!;

  test('stays where it is held while all others come to rest around it', async () => {
    const { specimen } = await open(experiment);
    specimen.advance(600);
    const rest = now(specimen);
    specimen.hold(spot, 1.5);
    const pulled = now(specimen);
    expect(pulled.total).toBeGreaterThan(rest.total);
    specimen.advance(600);
    const held = now(specimen);
    expect(heldValue(held)).toBe(1.5);
    expect(held.total).toBeLessThan(pulled.total);
    expect(held.total).toBeGreaterThan(rest.total);
    expect(unbalanced(experiment, held, 'x1/2')).toBeLessThan(1e-4);
    expect(specimen.recording.snapshot()!.touched.length).toBeGreaterThan(0);
  });

  test('settles back to where it rested once it is let go', async () => {
    const { specimen } = await open(experiment);
    specimen.advance(800);
    const rest = now(specimen);
    specimen.hold(spot, heldValue(rest) + 0.4);
    specimen.advance(100);
    specimen.release();
    specimen.advance(2000);
    expect(now(specimen).total).toBeCloseTo(rest.total, 6);
    expect(heldValue(now(specimen))).toBeCloseTo(heldValue(rest), 3);
  });

  test('is let go when another one is held', async () => {
    const { specimen } = await open(experiment);
    specimen.hold(spot, 1);
    specimen.hold({ node: 'x2', unit: 0 }, 1);
    specimen.advance(1);
    expect(heldValue(now(specimen))).not.toBe(1);
  });

  test('cannot be one that the data, a pin or a lesion holds', async () => {
    const pinned = { ...experiment, pins: { x1: { 0: 0.5 } }, lesions: { units: { x1: [1] }, weights: {} } };
    const { specimen } = await open(pinned);
    const movable = (node: string, unit: number) => specimen.canMove({ node, unit });
    expect([
      movable('x0', 0),
      movable('x3', 0),
      movable('x1', 0),
      movable('x1', 1),
      movable('x1', 2),
    ]).toEqual([false, false, false, false, true]);
  });
});

test('at rest the two forces on every free neuron cancel', async () => {
  const experiment = preset('agreement-dial');
  const { specimen } = await open(experiment);
  expect(unbalanced(experiment, now(specimen))).toBeGreaterThan(1e-2);
  specimen.advance(2000);
  expect(unbalanced(experiment, now(specimen))).toBeLessThan(1e-5);
});

test('with the answer free, a kicked network settles to its forward pass, and F to zero', async () => {
  const experiment = preset('agreement-dial');
  const { specimen } = await open(experiment, 3, 'free');
  const forward = now(specimen);
  expect(forward.total).toBeLessThan(1e-12);
  specimen.kick(0.5, stream(1, 'kick'));
  expect(now(specimen).total).toBeGreaterThan(0.1);
  specimen.advance(1500);
  expect(now(specimen).total).toBeLessThan(1e-9);
  for (const [i, node] of now(specimen).nodes.entries())
    for (const [k, value] of Array.from(node.values).entries())
      expect(value).toBeCloseTo(forward.nodes[i]!.values[k]!, 4);
});

test('the same seed kicks alike', async () => {
  const totals = [];
  for (let run = 0; run < 2; run++) {
    const { specimen } = await open(preset('agreement-dial'));
    specimen.kick(0.5, stream(4, 'kick', 0));
    totals.push(now(specimen).total);
  }
  expect(totals[0]).toBe(totals[1]);
});

test('F over two neurons is what the settling has when it is there, and asking moves nothing', async () => {
  const { specimen } = await open(preset('agreement-dial'));
  specimen.advance(7);
  const before = now(specimen);
  const [a, b] = [
    { node: 'x1', unit: 0 },
    { node: 'x2', unit: 3 },
  ];
  const value = ({ node, unit }: typeof a) => before.nodes.find((it) => it.id === node)!.values[unit]!;
  expect(specimen.energyAt(a, value(a), b, value(b))).toBeCloseTo(before.total, 6);
  const elsewhere = specimen.energyAt(a, value(a) + 1, b, value(b));
  specimen.set([{ ...a, value: value(a) + 1 }]);
  expect(now(specimen).total).toBeCloseTo(elsewhere, 6);
});
