import type { KernelName } from '#core/plan/plan.ts';
import { EngineError } from '#engine/engine-error.ts';
import { checked, complaints } from './faults.ts';
import { Packer } from './pack.ts';
import { address, type Source } from './sources.ts';

/** A kernel ready to run, and the packer of its arguments. */
export interface CompiledKernel {
  readonly pipeline: GPUComputePipeline;
  readonly packer: Packer;
}

interface Module {
  readonly module: GPUShaderModule;
  readonly packer: Packer;
}

/** What a device has compiled: a module per file and a pipeline per kernel, each once, when first asked for. */
export class Programs {
  /** The binding contract of every kernel: arena, settings, calls. */
  readonly groupLayout: GPUBindGroupLayout;
  readonly #device: GPUDevice;
  readonly #layout: GPUPipelineLayout;
  readonly #modules = new Map<string, Promise<Module>>();
  readonly #kernels = new Map<KernelName, Promise<CompiledKernel>>();

  constructor(device: GPUDevice) {
    this.#device = device;
    const kinds = ['storage', 'uniform', 'read-only-storage'] as const;
    this.groupLayout = device.createBindGroupLayout({
      entries: kinds.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    this.#layout = device.createPipelineLayout({ bindGroupLayouts: [this.groupLayout] });
  }

  /** Rejects with an EngineError that names file and line when a shader does not compile. */
  kernel(name: KernelName): Promise<CompiledKernel> {
    return once(this.#kernels, name, async () => {
      const { source, entryPoint } = address(name);
      const { module, packer } = await once(this.#modules, source.file, () => this.#compile(source));
      return { pipeline: await this.#pipeline(name, module, entryPoint), packer };
    });
  }

  async #pipeline(label: KernelName, module: GPUShaderModule, entryPoint: string) {
    try {
      const compute = { module, entryPoint };
      return await this.#device.createComputePipelineAsync({ label, layout: this.#layout, compute });
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      throw EngineError.of(`The graphics device cannot run the kernel ${label}: ${reason}`);
    }
  }

  async #compile(source: Source): Promise<Module> {
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
    return { module: module!, packer: new Packer(source.code) };
  }
}

/** What was made for the key before, or is made now; a failure is forgotten, so that it can be tried again. */
function once<Key, Value>(
  known: Map<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  const before = known.get(key);
  if (before) return before;
  const made = make();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}
