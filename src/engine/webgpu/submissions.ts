import type { Pass } from './path.ts';

/** Everything encoded in one submission. */
export function submitTogether(device: GPUDevice, encode: (pass: Pass) => void): void {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  encode(pass);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

/** Every dispatch in a submission of its own: the same dispatches in the same order, with room for others between them. */
export function submitSingly(device: GPUDevice, encode: (pass: Pass) => void): void {
  let pipeline: GPUComputePipeline;
  let bind: (pass: Pass) => void = () => {};
  encode({
    setPipeline: (next): undefined => {
      pipeline = next;
    },
    setBindGroup: (...group: unknown[]): undefined => {
      // Offsets may be in an array that is used again.
      const given = group.map((it) => (it instanceof Uint32Array ? it.slice() : it));
      bind = (pass) => (pass.setBindGroup as (...group: unknown[]) => void)(...given);
    },
    dispatchWorkgroups: (...size: [number, number?, number?]): undefined => {
      submitTogether(device, (pass) => {
        pass.setPipeline(pipeline);
        bind(pass);
        pass.dispatchWorkgroups(...size);
      });
    },
  });
}
