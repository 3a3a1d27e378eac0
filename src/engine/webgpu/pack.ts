import './float16-array.ts';
import { makeShaderDataDefinitions, makeStructuredView, type ShaderDataDefinitions } from 'webgpu-utils';

/** Names must be fields of the struct; fields without a name stay 0. */
export type Fields = Readonly<Record<string, number>>;

/** The buffer layouts of one module, read from its WGSL: the only place where offsets of fields are known. */
export class Packer {
  readonly #definitions: ShaderDataDefinitions;

  constructor(code: string) {
    this.#definitions = makeShaderDataDefinitions(code);
  }

  /** Bytes of the uniform struct `Settings`. */
  settings(values: Fields): ArrayBuffer {
    const view = makeStructuredView(this.#definitions.uniforms.settings!);
    refuseUnknown('Settings', Object.keys(view.views), values);
    view.set(values);
    return view.arrayBuffer;
  }

  /** Bytes of an array of the file's `Args`, one entry a call. */
  calls(calls: readonly Fields[]): ArrayBuffer {
    const { size, fields } = this.#definitions.structs.Args!;
    const names = Object.keys(fields);
    for (const args of calls) refuseUnknown('Args', names, args);
    const view = makeStructuredView(this.#definitions.storages.calls!, new ArrayBuffer(size * calls.length));
    view.set(calls);
    return view.arrayBuffer;
  }
}

/** webgpu-utils passes over names it does not know, and the kernel would run on zeros. */
function refuseUnknown(struct: string, names: readonly string[], values: Fields): void {
  for (const name of Object.keys(values))
    if (!names.includes(name))
      throw new Error(`WGSL's ${struct} has no field ${name}; it has ${names.join(', ')}`);
}
