import { expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { parse } from '#experiment/parse.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import { settle } from '#session/settle.ts';

const clamp = (learning: string) => ({ learning, testing: learning === 'input' ? 'input' : 'free' });

test('a node beside the path to the target does not disturb the wave', async () => {
  const ids = ['xh1', 'h1h2', 'h2y', 'h1d', 'h2d'];
  const { value } = parse({
    version: 1,
    network: {
      nodes: [
        { id: 'x', units: 1, clamp: clamp('input') },
        { id: 'h1', units: 1 },
        { id: 'h2', units: 1 },
        { id: 'd', units: 1 },
        { id: 'y', units: 1, clamp: clamp('target') },
      ],
      connections: [
        { id: 'xh1', from: 'x', to: 'h1' },
        { id: 'h1h2', from: 'h1', to: 'h2' },
        { id: 'h2y', from: 'h2', to: 'y' },
        { id: 'h1d', from: 'h1', to: 'd' },
        { id: 'h2d', from: 'h2', to: 'd' },
      ],
    },
    parameters: { weights: Object.fromEntries(ids.map((id) => [id, [[1]]])) },
    data: { name: 'rows', inputs: [[1]], targets: [[0]] },
    inference: { rule: 'zero-divergence' },
  });
  const material = await materialOf(value!, () => Promise.reject(new Error('no file is needed')));
  const laboratory = await Laboratory.open(new CpuEngine('float64'), value!, material);
  const { gradients, backprop } = await settle(laboratory, [0], value!.inference.settleSteps);
  // By hand: every activity is 1 and the loss ½·1², so every weight on the path has gradient 1, those beside it none.
  for (const id of ids) {
    const wanted = ['h1d', 'h2d'].includes(id) ? 0 : 1;
    expect(backprop.weights[id]![0], id).toBeCloseTo(wanted, 14);
    expect(gradients.weights[id]![0], id).toBeCloseTo(wanted, 14);
  }
});
