import { assemble } from '#engine/webgpu/sources.ts';

/**
 * What WGSL expressions in `a` (and the library of `shaders/lib`) give at every float of `inputs`: one array an expression.
 */
export async function evaluateWgsl(
  device: GPUDevice,
  expressions: readonly string[],
  inputs: Float32Array<ArrayBuffer>,
): Promise<Float32Array[]> {
  const count = inputs.length;
  const lines = expressions.map((it, k) => `memory[${k * count}u + at + ${count}u] = ${it};`);
  const { code } = assemble(
    'evaluate',
    `@compute @workgroup_size(WORKGROUP)
    fn evaluate(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
      for (var at = id.x; at < ${count}u; at += threadsOf(groups)) {
        let a = memory[at];
        ${lines.join('\n')}
      }
    }`,
  );
  const module = device.createShaderModule({ code });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const size = 4 * count * (expressions.length + 1);
  const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage;
  const memory = device.createBuffer({ size, usage: STORAGE | COPY_DST | COPY_SRC });
  const seen = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
  device.queue.writeBuffer(memory, 0, inputs);
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer: memory } }],
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(Math.min(4096, Math.ceil(count / 64)));
  pass.end();
  encoder.copyBufferToBuffer(memory, 0, seen, 0, size);
  device.queue.submit([encoder.finish()]);
  await seen.mapAsync(GPUMapMode.READ);
  const all = new Float32Array(seen.getMappedRange().slice(0));
  for (const buffer of [memory, seen]) buffer.destroy();
  return expressions.map((_, k) => all.slice((k + 1) * count, (k + 2) * count));
}
