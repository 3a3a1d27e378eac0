import { afterEach, describe, expect, test, vi } from 'vitest';
import { findAdapter, requestDevice } from '#engine/webgpu/device.ts';
import { WebGpuEngine } from '#engine/webgpu/webgpu-engine.ts';
import { sweep } from '#session/studies/sweep/sweep.ts';
import { openOn } from '../oracles/open-on.ts';
import { everyTensor, randomDocument } from '../oracles/random-networks.ts';
import { understood } from '../oracles/scenarios.ts';
import { planOf } from '../oracles/small-plan.ts';
import { benchOf, circle, pixelsOf, request } from '../oracles/sweeps.ts';

/** Milliseconds that a submission may take: nothing is cut; every dispatch is a submission, and long ones are several. */
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

/** Counts what is dispatched, and the parts among it that begin within a call, or behind the first. */
function counted() {
  const dispatches = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
  const written = vi.spyOn(GPUQueue.prototype, 'writeBuffer');
  const parts = { dispatches: 0, withinCalls: 0, behindFirst: 0 };
  written.mockImplementation(function (this: GPUQueue, ...given) {
    const [buffer, , data] = given;
    if (buffer.label === 'settings') {
      const [, , , firstCall, firstOutput] = new Uint32Array(data as ArrayBuffer);
      parts.behindFirst += firstCall! > 0 ? 1 : 0;
      parts.withinCalls += firstOutput! > 0 ? 1 : 0;
    }
    return writeBuffer.apply(this, given);
  });
  return () => ({ ...parts, dispatches: dispatches.mock.calls.length });
}
const { writeBuffer } = GPUQueue.prototype;

const first = planOf(40, 64);

/** Networks of some size: a dispatch of theirs is several times what a part has at least. */
const sized = (seed: number) => randomDocument(seed, [150, 200]);

/** Two engines on one device, which compiles a text once. */
async function wholeAndCut(path: string, isSoftware: boolean): Promise<readonly WebGpuEngine[]> {
  const found = await findAdapter();
  const device = await requestDevice(found);
  return [lengths.whole, lengths.cut].map((longest) => {
    const engine = new WebGpuEngine(device, found.name, { isSoftware, longest });
    engine.pin(path);
    engines.push(engine);
    return engine;
  });
}

describe('a dispatch that would be too long is made in parts', () => {
  // As it is written for software and for graphics cards. The texts of some take long to compile.
  test.each([
    ['register', 'software', [0, 3, 4]],
    ['register', 'hardware', [0, 3]],
    ['fused', 'software', [0, 1, 4]],
    ['tiled', 'software', [1, 2, 3, 4, 5, 7]],
    ['tiled', 'hardware', [1, 2, 3, 4, 5, 7]],
    ['staged', 'software', [1, 2, 3, 4, 5, 7]],
  ])('with the same bits in every tensor, on the %s path as for %s', async (path, kind, seeds) => {
    const [whole, fine] = await wholeAndCut(path, kind === 'software');
    let [partsWithin, partsBehind] = [0, 0];
    for (const seed of seeds) {
      const ofWhole = counted();
      const uncut = await everyTensor(sized(seed), whole!);
      const before = ofWhole();
      expect(before).toMatchObject({ withinCalls: 0, behindFirst: 0 });
      vi.restoreAllMocks();
      const ofFine = counted();
      expect(await everyTensor(sized(seed), fine!), `seed ${seed}`).toEqual(uncut);
      const { dispatches, withinCalls, behindFirst } = ofFine();
      vi.restoreAllMocks();
      partsWithin += withinCalls;
      partsBehind += behindFirst;
      // Each of these is a dispatch more, and no whole one is missing.
      expect(dispatches).toBeGreaterThanOrEqual(before.dispatches + withinCalls);
    }
    expect(partsWithin).toBeGreaterThan(10);
    expect(partsBehind).toBeGreaterThan(5);
  });

  test('what shows how fast a device is leaves nothing in memory but what was kept', async () => {
    const engine = await cut('tiled', lengths.cut);
    const { layout } = first;
    const submits = vi.spyOn(GPUQueue.prototype, 'submit');
    await engine.load(first);
    expect(submits.mock.calls.length).toBeGreaterThan(1);
    const names = [...layout.tensors.keys()];
    for (const array of await engine.read(names.map((tensor) => ({ tensor }))))
      expect(array.every((it) => it === 0)).toBe(true);
  });
});
