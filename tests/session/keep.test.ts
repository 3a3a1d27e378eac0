import { expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { parse } from '#experiment/parse.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';
import { Watch } from '#session/watch.ts';

const noFiles = () => Promise.reject(new Error('no file is needed'));

async function open(start: string): Promise<Laboratory> {
  const { value } = parse({
    version: 1,
    network: {
      nodes: [
        { id: 'x', units: 2, clamp: { learning: 'input', testing: 'input' } },
        { id: 'h', units: 3, activation: 'tanh' },
        { id: 'y', units: 1, clamp: { learning: 'target' } },
      ],
      connections: [
        { id: 'v', from: 'x', to: 'h' },
        { id: 'w', from: 'h', to: 'y' },
      ],
    },
    data: {
      name: 'rows',
      inputs: [
        [0.3, -1],
        [1, 0.5],
      ],
      targets: [[1], [-1]],
    },
    inference: { rule: 'strict', inferenceRate: 0.1, settleSteps: 5, start },
  });
  return Laboratory.open(new CpuEngine('float64'), value!, await materialOf(value!, noFiles));
}

test('under keep, two settlings of the same rows are one of twice the length', async () => {
  const kept = await open('keep');
  const first = await settle(kept, [0, 1], 5);
  const second = await settle(kept, [0, 1], 5);
  const whole = await settle(await open('forward'), [0, 1], 10);
  for (const id of ['h', 'y'])
    expect([...first.energy[id]!, ...second.energy[id]!.slice(1)]).toEqual(whole.energy[id]);
});

test('under keep, showing a settled state does not move it', async () => {
  const kept = await open('keep');
  const watch = new Watch(kept);
  await watch.begin();
  await settle(kept, [0, 1], 5);
  expect(await watch.takeOver(5)).toBe(true);
  const shown = await watch.frame(true);
  const settled = await settle(kept, [0, 1], 0);
  const whole = await settle(await open('forward'), [0, 1], 5);
  expect(settled.values).toEqual(whole.values);
  expect(shown.energy.map(({ trace }) => trace[5])).toEqual(['h', 'y'].map((id) => whole.energy[id]![5]));
});

test('under keep, other rows begin from their own forward pass', async () => {
  const kept = await open('keep');
  await settle(kept, [0], 5);
  const other = await settle(kept, [1], 5);
  expect(other.energy).toEqual((await settle(await open('forward'), [1], 5)).energy);
});
