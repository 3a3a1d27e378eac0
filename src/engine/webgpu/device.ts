import { EngineError } from '#engine/engine-error.ts';

/** An adapter, in words and by kind. */
export interface FoundAdapter {
  readonly adapter: GPUAdapter;
  readonly name: string;
  /** No graphics hardware behind it: slower than the CPU it runs on. */
  readonly isSoftware: boolean;
}

/** SwiftShader (Chromium), llvmpipe and lavapipe (Mesa), WARP (Windows). */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|\bwarp\b|basic render/i;

/** A driver that hangs must not hold up the page, in milliseconds. */
const PATIENCE = 15_000;
async function patiently<T>(promise: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, null);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function nameOf({ description, vendor, architecture, device }: GPUAdapterInfo): string {
  return description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';
}

/** Whether there is no graphics hardware; presumed to be some where a browser does not say. */
export function isSoftware(info: GPUAdapterInfo | undefined): boolean {
  if (!info) return false;
  const words = [info.vendor, info.architecture, info.device, info.description].join(' ');
  return info.isFallbackAdapter || SOFTWARE.test(words);
}

/** The browser's adapter. Rejects with an EngineError that says why there is none. */
export async function findAdapter(): Promise<FoundAdapter> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu) {
    if (globalThis.isSecureContext === false)
      throw EngineError.of(
        'WebGPU works only on pages from https or localhost, and this page came another way.',
      );
    throw EngineError.of('This browser has no WebGPU.');
  }
  const adapter = await patiently(gpu.requestAdapter());
  if (!adapter) throw EngineError.of('The browser has WebGPU but found no graphics adapter for it.');
  return { adapter, name: nameOf(adapter.info), isSoftware: isSoftware(adapter.info) };
}

/** A device that binds as much memory as the adapter can. An adapter gives one device: ask for a new adapter each time. */
export async function requestDevice({ adapter }: FoundAdapter): Promise<GPUDevice> {
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const requiredLimits = { maxStorageBufferBindingSize, maxBufferSize };
  const device = await patiently(adapter.requestDevice({ requiredLimits })).catch((error) => {
    throw EngineError.of(
      `The graphics adapter gave no device: ${error instanceof Error ? error.message : error}`,
    );
  });
  if (!device) throw EngineError.of('The graphics adapter gave no device: it does not answer.');
  return device;
}
