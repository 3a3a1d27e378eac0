import { afterEach, describe, expect, test, vi } from 'vitest';
import type { WebGpuEngine } from '#engine/webgpu/webgpu-engine.ts';
import { sweep } from '#session/studies/sweep/sweep.ts';
import { openOn } from '../oracles/open-on.ts';
import { everyTensor, randomDocument } from '../oracles/random-networks.ts';
import { understood } from '../oracles/scenarios.ts';
import { benchOf, circle, pixelsOf, request } from '../oracles/sweeps.ts';

/** Milliseconds that a submission may take: nothing is cut; every dispatch is a submission. */
const lengths = { whole: 1e9, cut: 0 };

const engines: WebGpuEngine[] = [];
async function cut(path: string, longest: number): Promise<WebGpuEngine> {
  const engine = await openOn(path, undefined, longest);
  engines.push(engine);
  return engine;
}
afterEach(() => {
  for (const it of engines.splice(0)) it.dispose();
  vi.restoreAllMocks();
});

describe('however finely work is cut into submissions', () => {
  // A rule that learns after settling, and the one that learns at every step.
  test.each(['register', 'fused', 'tiled', 'staged'])(
    'settling, backprop and learning on the %s path leave the same bits in every tensor',
    async (path) => {
      const [whole, fine] = [await cut(path, lengths.whole), await cut(path, lengths.cut)];
      for (const seed of [0, 3]) {
        const submits = vi.spyOn(GPUQueue.prototype, 'submit');
        const uncut = await everyTensor(randomDocument(seed), whole);
        const few = submits.mock.calls.length;
        expect(await everyTensor(randomDocument(seed), fine), `seed ${seed}`).toEqual(uncut);
        expect(submits.mock.calls.length - few).toBeGreaterThan(few);
        vi.restoreAllMocks();
      }
    },
  );

  test('a sweep that trains networks side by side gives the same pixels', async () => {
    const wanted = request({
      work: 'training',
      across: { axis: 'seed', from: 1, to: 3, count: 3, scale: 'linear' },
      up: { axis: 'inferenceRate', from: 0.1, to: 0.2, count: 2, scale: 'linear' },
      updates: 3,
    });
    const maps = [];
    for (const longest of [lengths.whole, lengths.cut]) {
      const { bench } = await benchOf(understood(circle()), await cut('staged', longest));
      maps.push([...pixelsOf(await sweep(wanted)(bench))].map((it) => it.pixel));
    }
    expect(maps[0]!.length).toBe(6);
    expect(maps[1]).toEqual(maps[0]);
  });
});
