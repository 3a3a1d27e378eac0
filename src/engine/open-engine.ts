import type { Issue } from '#core/issue.ts';
import { CpuEngine } from './cpu/cpu-engine.ts';
import { WorkerEngine } from './cpu/worker-engine.ts';
import type { Engine, EngineKind } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { tryOut } from './trial.ts';

export interface Opened {
  readonly engine: Engine;
  /** Why it is not the engine one might expect. */
  readonly issues: readonly Issue[];
}

/**
 * `auto`: WebGPU where it truly works on graphics hardware, else the CPU with an issue that says why. A named engine is
 * the one that opens, or the call rejects with an EngineError.
 */
export async function openEngine(preference: 'auto' | EngineKind): Promise<Opened> {
  if (preference === 'cpu') return { engine: await openCpu(), issues: [] };
  try {
    return { engine: await openWebGpu(preference === 'webgpu'), issues: [] };
  } catch (error) {
    if (preference === 'webgpu') throw error;
    return { engine: await openCpu(), issues: reasons(error) };
  }
}

/** In a worker, so that the page stays responsive; on this thread where there are none. */
async function openCpu(): Promise<Engine> {
  if (typeof Worker !== 'undefined') return WorkerEngine.open().catch(() => new CpuEngine());
  // Fetched only where it is wanted: a page has its copy in the worker.
  return (await import('./cpu/open-cpu-engine.ts')).openCpuEngine();
}

/** The engine's code and webgpu-utils are fetched only now: the first picture needs neither. */
async function openWebGpu(softwareToo: boolean): Promise<Engine> {
  const { findAdapter, requestDevice } = await import('./webgpu/device.ts');
  const found = await findAdapter();
  if (found.isSoftware && !softwareToo)
    throw EngineError.of(
      `The only graphics adapter is software (${found.name}); the CPU is faster.`,
      'WebGPU can still be chosen by hand.',
    );
  const [device, { WebGpuEngine }, { pathMemory }] = await Promise.all([
    requestDevice(found),
    import('./webgpu/webgpu-engine.ts'),
    import('./webgpu/path-memory.ts'),
  ]);
  const engine = new WebGpuEngine(device, found.name, { memory: pathMemory });
  try {
    await tryOut(engine);
  } catch (error) {
    engine.dispose();
    throw error;
  }
  return engine;
}

const reasons = (error: unknown): readonly Issue[] =>
  error instanceof EngineError ? error.issues : EngineError.of(`WebGPU failed: ${error}`).issues;
