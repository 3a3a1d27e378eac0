import { expect, test } from 'vitest';

test('the browser of the tests has a working WebGPU', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  const module = device.createShaderModule({
    code: `@group(0) @binding(0) var<storage, read_write> x: array<f32>;
           @compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) { x[id.x] = f32(id.x) + 0.5; }`,
  });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const made = device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const seen = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: made } }],
    }),
  );
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(made, 0, seen, 0, 16);
  device.queue.submit([encoder.finish()]);
  await seen.mapAsync(GPUMapMode.READ);
  expect([...new Float32Array(seen.getMappedRange())]).toEqual([0.5, 1.5, 2.5, 3.5]);
  device.destroy();
});
