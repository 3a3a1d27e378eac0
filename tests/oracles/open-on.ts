import { findAdapter, requestDevice } from '#engine/webgpu/device.ts';
import { WebGpuEngine } from '#engine/webgpu/webgpu-engine.ts';

/** The engine on the browser's adapter, held to one path; as if the adapter were a graphics card, if asked to. */
export async function openOn(path: string, isSoftware?: boolean): Promise<WebGpuEngine> {
  const found = await findAdapter();
  const engine = new WebGpuEngine(
    await requestDevice(found),
    found.name,
    isSoftware === undefined ? {} : { isSoftware },
  );
  engine.pin(path);
  return engine;
}
