import type { Issue } from '#core/issue.ts';
import { EngineError } from '#engine/engine-error.ts';
import { locate, type Source } from './sources.ts';

const FILTERS = ['internal', 'out-of-memory', 'validation'] as const;

/**
 * What `make` makes, once the device has found nothing wrong with it; rejects with an EngineError otherwise. WebGPU throws
 * for almost nothing: without this a bad buffer or shader would show as silence and zeros.
 */
export async function checked<T>(device: GPUDevice, make: () => T): Promise<T> {
  for (const filter of FILTERS) device.pushErrorScope(filter);
  let made: T;
  let found: Promise<GPUError | null>[] = [];
  try {
    made = make();
  } finally {
    // Popped at once, so that nobody else's faults are caught. A lost device has none to tell.
    found = FILTERS.map(() => device.popErrorScope().catch(() => null));
  }
  const errors = (await Promise.all(found)).filter((it) => it !== null);
  if (errors.length > 0) throw new EngineError(errors.map(issueOf));
  return made;
}

function issueOf(error: GPUError): Issue {
  if (error instanceof GPUOutOfMemoryError)
    return {
      code: 'engine',
      at: '',
      message: 'The graphics device has no memory left for this network.',
      hint: 'Use fewer units or smaller batches, or compute on the CPU.',
    };
  return { code: 'engine', at: '', message: `The graphics device refused: ${error.message}` };
}

/** The compiler's complaints about a module, each with the file and line it is about; empty when it compiled. */
export async function complaints(module: GPUShaderModule, source: Source): Promise<readonly Issue[]> {
  const { messages } = await module.getCompilationInfo();
  return messages
    .filter((it) => it.type === 'error')
    .map(({ lineNum, message }) => {
      const at = locate(source, lineNum);
      return { code: 'engine', at, message: `The graphics device cannot compile ${at}: ${message}` };
    });
}
