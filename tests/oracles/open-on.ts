import { findAdapter, requestDevice } from '#engine/webgpu/device.ts';
import { WebGpuEngine } from '#engine/webgpu/webgpu-engine.ts';

/**
 * The engine on the browser's adapter, held to one path; if asked to, as if the adapter were a graphics card, and with
 * submissions of so many milliseconds at most.
 */
export async function openOn(path: string, isSoftware?: boolean, longest?: number): Promise<WebGpuEngine> {
  const found = await findAdapter();
  const engine = new WebGpuEngine(await requestDevice(found), found.name, {
    ...(isSoftware !== undefined && { isSoftware }),
    ...(longest !== undefined && { longest }),
  });
  engine.pin(path);
  return engine;
}
