import type { Contestant } from './contestant.ts';

export interface Entry {
  readonly name: string;
  readonly label: string;
  /** What computes. */
  readonly kind: 'cpu' | 'webgpu';
  readonly isOurs: boolean;
  /** May use shared memory; the others find none, and so compute on one thread. */
  readonly sharesMemory: boolean;
  /** Takes part only where it is named in full. */
  readonly isExtra?: boolean;
  open(): Promise<Contestant>;
}

const ours = { isOurs: true, sharesMemory: false };
const peer = { isOurs: false, sharesMemory: false };
const threads = { isOurs: false, sharesMemory: true };

/** Everyone, in the order of the tables. Code is fetched only by those who take part. */
export const entries: readonly Entry[] = [
  {
    ...ours,
    name: 'ours-cpu',
    label: 'ours, CPU',
    kind: 'cpu',
    open: async () => (await import('./ours.ts')).openWorkers(),
  },
  {
    ...ours,
    name: 'ours-webgpu',
    label: 'ours, WebGPU',
    kind: 'webgpu',
    open: async () => (await import('./ours.ts')).openWebGpu(),
  },
  {
    ...ours,
    name: 'ours-cpu-one',
    label: 'ours, CPU, one worker',
    kind: 'cpu',
    isExtra: true,
    open: async () => (await import('./ours.ts')).openWorkers(1),
  },
  ...['register', 'fused', 'tiled', 'staged'].map(
    (path): Entry => ({
      ...ours,
      name: `ours-webgpu-${path}`,
      label: `ours, WebGPU, ${path} path`,
      kind: 'webgpu',
      isExtra: true,
      open: async () => (await import('./ours.ts')).openWebGpu(path),
    }),
  ),
  {
    ...ours,
    name: 'ours-reference',
    label: 'ours, plain reference',
    kind: 'cpu',
    open: async () => (await import('./ours.ts')).openReference(),
  },
  {
    ...peer,
    name: 'plain-js',
    label: 'plain JavaScript',
    kind: 'cpu',
    open: async () => (await import('./plain-js.ts')).open(),
  },
  {
    ...peer,
    name: 'jax-wasm',
    label: 'jax-js, WASM',
    kind: 'cpu',
    open: async () => (await import('./jax.ts')).open('wasm'),
  },
  {
    ...threads,
    name: 'jax-wasm-workers',
    label: 'jax-js, WASM workers',
    kind: 'cpu',
    open: async () => (await import('./jax.ts')).open('wasm'),
  },
  {
    ...peer,
    name: 'tfjs-wasm',
    label: 'tfjs, WASM SIMD',
    kind: 'cpu',
    open: async () => (await import('./tfjs-wasm.ts')).open(),
  },
  {
    ...threads,
    name: 'tfjs-wasm-threads',
    label: 'tfjs, WASM SIMD threads',
    kind: 'cpu',
    open: async () => (await import('./tfjs-wasm.ts')).open(),
  },
  {
    ...peer,
    name: 'jax-webgpu',
    label: 'jax-js, WebGPU',
    kind: 'webgpu',
    open: async () => (await import('./jax.ts')).open('webgpu'),
  },
  {
    ...peer,
    name: 'tfjs-webgpu',
    label: 'tfjs, WebGPU',
    kind: 'webgpu',
    open: async () => (await import('./tfjs-webgpu.ts')).open(),
  },
  {
    ...peer,
    name: 'naive-wgsl',
    label: 'naive WGSL',
    kind: 'webgpu',
    open: async () => (await import('./naive-wgsl.ts')).open(),
  },
];

/** Those named, by their whole name or its beginning: `ours` means all of ours, `jax-wasm` just the one. */
export function chosen(words: readonly string[]): readonly Entry[] {
  const usual = entries.filter((it) => !it.isExtra);
  if (words.length === 0) return usual;
  const meant = (word: string) => {
    const exact = entries.filter((it) => it.name === word);
    return exact.length > 0 ? exact : usual.filter((it) => it.name.startsWith(`${word}-`));
  };
  for (const word of words) if (meant(word).length === 0) throw new Error(`nobody is called ${word}`);
  const some = new Set(words.flatMap(meant));
  return entries.filter((it) => some.has(it));
}
