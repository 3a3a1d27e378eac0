import type { KernelName } from '#core/plan/plan.ts';
import { EngineError } from '#engine/engine-error.ts';
import { isSoftware } from './device.ts';
import { checked, complaints } from './faults.ts';
import { Packer } from './pack.ts';
import { address, type Source } from './sources.ts';

/** A kernel ready to run, and the packer of its arguments. */
export interface CompiledKernel {
  readonly pipeline: GPUComputePipeline;
  readonly packer: Packer;
}

/** Texts that a device keeps compiled. Written ones hold a plan's places and sizes, so that every edit of a network may bring more. */
export const MOST_COMPILED = 512;

/** What a device has compiled: a module per file and a pipeline per kernel, each once, when first asked for. The longest unused go. */
export class Programs {
  /** The binding contract of every kernel: arena, settings, calls. */
  readonly groupLayout: GPUBindGroupLayout;
  /** That of passages: arena, settings, rounds (chosen by a dynamic offset), energies on their way to the traces. */
  readonly passageLayout: GPUBindGroupLayout;
  /** What is dear differs: a software device pays for memory and barriers, hardware for arithmetic left undone. */
  readonly isSoftware: boolean;
  readonly #device: GPUDevice;
  readonly #modules = new Map<string, Promise<GPUShaderModule>>();
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();
  readonly #packers = new Map<string, Packer>();

  constructor(device: GPUDevice, software = isSoftware(device.adapterInfo)) {
    this.#device = device;
    this.isSoftware = software;
    const layout = (buffers: readonly GPUBufferBindingLayout[]) =>
      device.createBindGroupLayout({
        entries: buffers.map((buffer, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer })),
      });
    const shared = [{ type: 'storage' }, { type: 'uniform' }] as const;
    this.groupLayout = layout([...shared, { type: 'read-only-storage' }]);
    this.passageLayout = layout([
      ...shared,
      { type: 'uniform', hasDynamicOffset: true },
      { type: 'storage' },
    ]);
  }

  /**
   * A kernel for calls of these activations (of any, by default). Rejects with an EngineError that names file and line
   * when a shader does not compile.
   */
  kernel(name: KernelName, codes?: readonly number[]): Promise<CompiledKernel> {
    const { source, entryPoint } = address(name, codes);
    return this.entry(source, entryPoint);
  }

  /** An entry point of a text that keeps the binding contract. Rejects as `kernel` does. */
  async entry(source: Source, entryPoint: string): Promise<CompiledKernel> {
    const packer = this.#packers.get(source.file) ?? new Packer(source.code);
    this.#packers.set(source.file, packer);
    return { pipeline: await this.pipeline(`${source.file}.${entryPoint}`, source, entryPoint), packer };
  }

  /** An entry point of any text that is bound as the layout says. Rejects as `kernel` does. */
  pipeline(
    label: string,
    source: Source,
    entryPoint: string,
    group = this.groupLayout,
  ): Promise<GPUComputePipeline> {
    return once(this.#pipelines, `${entryPoint} ${source.code}`, async () => {
      const module = await once(this.#modules, source.code, () => this.#compile(source));
      const layout = this.#device.createPipelineLayout({ bindGroupLayouts: [group] });
      try {
        const compute = { module, entryPoint };
        return await this.#device.createComputePipelineAsync({ label, layout, compute });
      } catch (error) {
        const reason = error instanceof Error ? error.message : error;
        throw EngineError.of(`The graphics device cannot run the kernel ${label}: ${reason}`);
      }
    });
  }

  async #compile(source: Source): Promise<GPUShaderModule> {
    const descriptor = { label: source.file, code: source.code };
    let module: GPUShaderModule | undefined;
    try {
      await checked(this.#device, () => {
        module = this.#device.createShaderModule(descriptor);
      });
    } catch (error) {
      const issues = module ? await complaints(module, source) : [];
      throw issues.length > 0 ? new EngineError(issues) : error;
    }
    return module!;
  }
}

/** What was made for the key before, or is made now; a failure is forgotten, so that it can be tried again. */
function once<Key, Value>(
  known: Map<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  const before = known.get(key);
  const made = before ?? make();
  // In the order of their last use.
  known.delete(key);
  known.set(key, made);
  if (before) return before;
  for (const oldest of known.keys()) {
    if (known.size <= MOST_COMPILED) break;
    known.delete(oldest);
  }
  made.catch(() => {
    if (known.get(key) === made) known.delete(key);
  });
  return made;
}
