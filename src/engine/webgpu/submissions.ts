import type { Program } from '#core/plan/plan.ts';
import type { Pace } from './pace.ts';
import { partsOf } from './parts.ts';
import type { BoundPath, Dispatch, Outlet } from './path.ts';
import type { SettingsBlock } from './settings-block.ts';

/** What a program is submitted with. */
export interface Desk {
  readonly device: GPUDevice;
  readonly pace: Pace;
  readonly settings: SettingsBlock;
}

/** Submits a program, in order, so that nothing holds the device up longer than the pace allows. */
export function submit(program: Program, path: BoundPath, desk: Desk): void {
  const { settings } = desk.settings;
  for (const piece of desk.pace.pieces(program, settings.samples)) {
    const isLong = desk.pace.isTooLong(piece, settings.samples);
    if (isLong) submitInParts(desk, (outlet) => path.encode(outlet, piece, settings));
    else submitTogether(desk.device, (outlet) => path.encode(outlet, piece, settings));
  }
}

function add(
  pass: GPUComputePassEncoder,
  it: Dispatch,
  outputs: number,
  calls: number,
  rounds: number,
): void {
  pass.setPipeline(it.pipeline);
  it.bind(pass, rounds);
  pass.dispatchWorkgroups(Math.min(it.most, Math.ceil(outputs / it.threads)), calls);
}

function submitTogether(device: GPUDevice, encode: (outlet: Outlet) => void): void {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  encode((it, samples, rounds = 1) => add(pass, it, it.outputs(samples, rounds), it.calls, rounds));
  pass.end();
  device.queue.submit([encoder.finish()]);
}

/** Every dispatch in submissions of its own, as many as it takes: the same numbers, with room for others between them. */
function submitInParts({ device, pace, settings }: Desk, encode: (outlet: Outlet) => void): void {
  encode((it, samples, rounds = 1) => {
    const loads = it.loads(samples, rounds);
    const largest = it.outputs(samples, rounds);
    const parts = partsOf(loads, it.threads, pace.longestDispatch);
    for (const part of parts) {
      const outputs = Math.min(largest, part.endOutput) - part.firstOutput;
      if (parts.length > 1) settings.narrow(part);
      submitTogether(device, (outlet) =>
        outlet({ ...it, calls: part.calls, outputs: () => outputs }, samples, rounds),
      );
    }
    if (parts.length > 1) settings.widen();
  });
}
