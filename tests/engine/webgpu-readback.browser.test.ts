import { afterEach, expect, test, vi } from 'vitest';
import { findAdapter, requestDevice } from '#engine/webgpu/device.ts';
import { Readback } from '#engine/webgpu/readback.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A buffer in which every number is its own place, and a reader. */
async function counting(length: number) {
  const device = await requestDevice(await findAdapter());
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const arena = device.createBuffer({ size: 4 * length, usage });
  device.queue.writeBuffer(
    arena,
    0,
    Float32Array.from({ length }, (_, i) => i),
  );
  return { device, arena, readback: new Readback(device) };
}

const LENGTH = 6_000_000;
const stretches = [
  { offset: 1, length: 10 },
  { offset: 0, length: 0 },
  { offset: 100, length: 5_500_000 },
  { offset: 5, length: 1 },
];

test('long stretches arrive whole, and the page is free many times while they are copied', async () => {
  const { device, arena, readback } = await counting(LENGTH);
  let turns = 0;
  let isOver = false;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    turns++;
    if (!isOver) port2.postMessage(null);
  };
  const seen = { from: 0, to: 0 };
  const { getMappedRange, unmap } = GPUBuffer.prototype;
  vi.spyOn(GPUBuffer.prototype, 'getMappedRange').mockImplementation(function (this: GPUBuffer, ...range) {
    seen.from = turns;
    return getMappedRange.apply(this, range);
  });
  vi.spyOn(GPUBuffer.prototype, 'unmap').mockImplementation(function (this: GPUBuffer) {
    seen.to = turns;
    return unmap.apply(this);
  });
  port2.postMessage(null);
  const arrays = await readback.read(arena, stretches);
  isOver = true;
  expect(arrays.map((it) => it.length)).toEqual(stretches.map((it) => it.length));
  const wrong = arrays.flatMap((array, k) =>
    [...array.entries()].filter(([i, it]) => it !== stretches[k]!.offset + i),
  );
  expect(wrong).toEqual([]);
  // Four megabytes at a time.
  expect(seen.to - seen.from).toBeGreaterThanOrEqual(5);
  device.destroy();
});

test('a device that goes away while its numbers are copied gives none', async () => {
  const { device, arena, readback } = await counting(LENGTH);
  const { getMappedRange } = GPUBuffer.prototype;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => device.destroy();
  vi.spyOn(GPUBuffer.prototype, 'getMappedRange').mockImplementation(function (this: GPUBuffer, ...range) {
    port2.postMessage(null);
    return getMappedRange.apply(this, range);
  });
  await expect(readback.read(arena, stretches)).rejects.toThrow();
});
