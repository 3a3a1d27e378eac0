import { type FoundAdapter, findAdapter } from '#engine/webgpu/device.ts';
import code from '#shaders/roof/roof.wgsl?raw';
import type { Roof } from './roof.ts';

/** Threads at once, enough for the largest cards, and operations of a thread in a round (16 multiply-adds of 4 lanes). */
const WORKGROUPS = 4096;
const WORKGROUP = 64;
const OPERATIONS = 16 * 4 * 2;
const PEAKS = ['four_chains', 'two_chains', 'dots'];
const COPIED = 1 << 24;
const DISPATCHES = 200;
/** Work is doubled until it takes this long, in milliseconds, so that what a submit costs no longer counts. */
const LONG_ENOUGH = 10;
/** The best time counts: others only ever disturb. */
const TRIALS = 2;

/** On a device of its own. Rejects with an EngineError where there is none. */
export async function measureWebGpuRoof(): Promise<Roof> {
  const found = await findAdapter();
  const device = await found.adapter.requestDevice();
  try {
    return await measure(device, found);
  } finally {
    device.destroy();
  }
}

async function measure(device: GPUDevice, { name }: FoundAdapter): Promise<Roof> {
  const compute = device.createShaderModule({ label: 'roof', code });
  const pipeline = (entryPoint: string) =>
    device.createComputePipelineAsync({ layout: 'auto', compute: { module: compute, entryPoint } });
  const [nothing, ...peaks] = await Promise.all(['nothing', ...PEAKS].map(pipeline));

  const { UNIFORM, STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  const work = device.createBuffer({ size: 16, usage: UNIFORM | COPY_DST });
  const seen = device.createBuffer({ size: 4, usage: STORAGE });
  const resources = [work, seen].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const [from, to] = [COPY_SRC, COPY_DST].map((usage) => device.createBuffer({ size: COPIED, usage }));

  const timed = (encode: (encoder: GPUCommandEncoder, amount: number) => void) =>
    rateOf(async (amount) => {
      const encoder = device.createCommandEncoder();
      encode(encoder, amount);
      const commands = encoder.finish();
      const began = performance.now();
      device.queue.submit([commands]);
      await device.queue.onSubmittedWorkDone();
      return performance.now() - began;
    });

  let rounds = 0;
  for (const peak of peaks) {
    const group = device.createBindGroup({ layout: peak.getBindGroupLayout(0), entries: resources });
    const rate = await timed((encoder, amount) => {
      // Factors that keep every number between 0 and 1.
      const numbers = new Float32Array([0, 0.5, 0.25, -1]);
      new Uint32Array(numbers.buffer)[0] = amount;
      device.queue.writeBuffer(work, 0, numbers);
      const pass = encoder.beginComputePass();
      pass.setPipeline(peak);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(WORKGROUPS);
      pass.end();
    });
    rounds = Math.max(rounds, rate);
  }
  const copies = await timed((encoder, amount) => {
    for (let i = 0; i < amount; i++) encoder.copyBufferToBuffer(from!, 0, to!, 0, COPIED);
  });
  const dispatches = await timed((encoder, amount) => {
    const pass = encoder.beginComputePass();
    pass.setPipeline(nothing!);
    for (let i = 0; i < amount * DISPATCHES; i++) pass.dispatchWorkgroups(1);
    pass.end();
  });
  return {
    gflops: (rounds * WORKGROUPS * WORKGROUP * OPERATIONS) / 1e6,
    copyGBs: (copies * 2 * COPIED) / 1e6,
    emptyStepMicroseconds: 1000 / (dispatches * DISPATCHES),
    words: name,
  };
}

/** How much of something a device does in a millisecond: twice as much is asked for until that takes long enough. */
async function rateOf(run: (amount: number) => Promise<number>): Promise<number> {
  await run(1);
  let amount = 1;
  while ((await run(amount)) < LONG_ENOUGH) amount *= 2;
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIALS; i++) best = Math.min(best, await run(amount));
  return amount / best;
}
