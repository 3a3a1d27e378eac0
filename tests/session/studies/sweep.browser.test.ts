import { afterAll, describe, expect, test } from 'vitest';
import { WorkerEngine } from '#engine/cpu/worker-engine.ts';
import type { WebGpuEngine } from '#engine/webgpu/webgpu-engine.ts';
import { experimentAt, type Request } from '#session/studies/sweep/map.ts';
import { sweep } from '#session/studies/sweep/sweep.ts';
import { openOn } from '../../oracles/open-on.ts';
import { understood } from '../../oracles/scenarios.ts';
import { alone, benchOf, circle, pixelsOf, request } from '../../oracles/sweeps.ts';

const requests: readonly (readonly [string, Partial<Request>])[] = [
  ['η × T', {}],
  ['η × π', { up: { axis: 'precision', from: 0.1, to: 2, count: 3, scale: 'log' } }],
  [
    'seed × rule',
    {
      across: { axis: 'seed', from: 1, to: 3, count: 3, scale: 'linear' },
      up: { axis: 'rule', from: 0, to: 4, count: 5, scale: 'linear' },
    },
  ],
];

const engines: WebGpuEngine[] = [];
const staged = async () => {
  const engine = await openOn('staged');
  engines.push(engine);
  return engine;
};
afterAll(() => {
  for (const it of engines) it.dispose();
});

describe('on WebGPU, where a dispatch holds all networks', () => {
  test.each(requests)('every pixel of %s has the bits of a settling of its own', async (_, asked) => {
    const wanted = request(asked);
    const [engine, other] = [await staged(), await staged()];
    const { bench } = await benchOf(understood(circle()), engine);
    const map = await sweep(wanted)(bench);
    expect(engine.path).toBe('staged');
    for (const { x, y, pixel } of pixelsOf(map)) {
      const own = await alone(other, bench, experimentAt(bench.experiment, wanted, x, y), wanted);
      expect(pixel.comparison).toEqual(own.comparison);
      expect(pixel.energyLeft! / own.energyLeft!).toBeCloseTo(1, 6);
    }
  });

  test('trainings of different seeds have batches of their own', async () => {
    const wanted = request({
      work: 'training',
      across: { axis: 'seed', from: 1, to: 3, count: 3, scale: 'linear' },
      updates: 5,
    });
    const [engine, other] = [await staged(), await staged()];
    const { bench } = await benchOf(understood(circle()), engine);
    for (const { x, y, pixel } of pixelsOf(
      await sweep({
        ...wanted,
        up: { axis: 'inferenceRate', from: 0.1, to: 0.2, count: 2, scale: 'linear' },
      })(bench),
    )) {
      const own = await alone(
        other,
        bench,
        experimentAt(
          bench.experiment,
          { ...wanted, up: { axis: 'inferenceRate', from: 0.1, to: 0.2, count: 2, scale: 'linear' } },
          x,
          y,
        ),
        wanted,
      );
      expect(pixel.loss! / own.loss!).toBeCloseTo(1, 5);
    }
  });
});

test('in workers of their own, divided or not, pixels are the same', async () => {
  const [whole, divided] = [
    await WorkerEngine.open({ workers: 1 }),
    await WorkerEngine.open({ workers: 3, worthwhile: 0 }),
  ];
  const pixels = await Promise.all(
    [whole, divided].map(
      async (engine) =>
        (await sweep(request({}))((await benchOf(understood(circle()), engine, 40)).bench)).pixels,
    ),
  );
  expect(pixels[1]).toEqual(pixels[0]);
  for (const it of [whole, divided]) it.dispose();
});
