import { activations } from '#core/activations/index.ts';
import { BLOCK } from '#core/math/block.ts';
import type { KernelName } from '#core/plan/plan.ts';

/** Threads of a workgroup: within every device's limits, a multiple of every device's wave. */
export const WORKGROUP = 64;

// What `roof` measures with is no kernel: no plan calls it.
const files = import.meta.glob<string>(['#shaders/**/*.wgsl', '!#shaders/roof/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Text of a file of `shaders/`, by its path without the ending. */
const texts: ReadonlyMap<string, string> = new Map(
  Object.entries(files).map(([path, text]) => [path.replace(/^.*?shaders\/|\.wgsl$/g, ''), text]),
);

/** What every module begins with, in this order. */
const SHARED_TEXTS = ['lib/memory', 'lib/math', 'lib/blocks'] as const;

/** A module's text with the files it was put together from. */
export interface Source {
  /** Path within `shaders/`, without the ending. */
  readonly file: string;
  readonly code: string;
  readonly parts: readonly { readonly file: string; readonly lines: number }[];
}

const every = activations.map((_, code) => code);

/** A function of the activations that occur; the last needs no question asked. Some devices run every branch. */
function choice(name: string, expression: 'f' | 'df', codes: readonly number[]): string {
  const returned = (code: number) => `return ${activations[code]!.wgsl[expression]};`;
  const asked = codes.slice(0, -1).map((code) => `  if (code == ${code}u) { ${returned(code)} }`);
  return [
    `fn ${name}(code: u32, a: f32) -> f32 {`,
    ...asked,
    `  ${codes.length > 0 ? returned(codes.at(-1)!) : 'return a;'}`,
    '}',
  ].join('\n');
}

/** The constants both sides share, and the activations of these codes, written from their registry. */
const choices = (codes: readonly number[]) =>
  [
    `const WORKGROUP = ${WORKGROUP}u;`,
    `const BLOCK = ${BLOCK}u;`,
    choice('activation', 'f', codes),
    choice('slope', 'df', codes),
  ].join('\n');

function joined(file: string, parts: readonly { readonly file: string; readonly text: string }[]): Source {
  return {
    file,
    code: parts.map((it) => it.text).join('\n'),
    parts: parts.map((it) => ({ file: it.file, lines: it.text.split('\n').length })),
  };
}

const shared = (name: string) => ({ file: `shaders/${name}.wgsl`, text: texts.get(name)! });

/** A file's module: shared constants, library and the activations that its calls name, then the file's own text. */
export function assemble(file: string, text = texts.get(file)!, codes: readonly number[] = every): Source {
  return joined(file, [
    { file: 'activations', text: choices(codes) },
    ...SHARED_TEXTS.map(shared),
    { file: `shaders/${file}.wgsl`, text },
  ]);
}

/** A written module: shared constants, memory as single numbers or in fours, elementary functions, then the text. */
export function generated(label: string, text: string, width: 1 | 4 = 1): Source {
  const memory = shared('lib/memory');
  return joined(label, [
    { file: 'constants', text: `const BLOCK = ${BLOCK}u;\nconst WORKGROUP = ${WORKGROUP}u;` },
    width === 1 ? memory : { ...memory, text: memory.text.replace('array<f32>', 'array<vec4f>') },
    shared('lib/math'),
    { file: label, text },
  ]);
}

/** Every module by its file: one for each file that holds kernels. */
export const sources: ReadonlyMap<string, Source> = new Map(
  [...texts.keys()].filter((file) => !file.startsWith('lib/')).map((file) => [file, assemble(file)]),
);

/** The file and the entry point that a kernel's name is the address of, for calls of these activations. */
export function address(
  kernel: KernelName,
  codes: readonly number[] = every,
): { source: Source; entryPoint: string } {
  const [file, entryPoint] = kernel.split('.') as [string, string];
  const source = sources.get(file);
  if (!source) throw new Error(`no file holds the kernel ${kernel}`);
  return { source: codes === every ? source : assemble(file, undefined, codes), entryPoint };
}

/** Where line `line` (from 1) of a module stands, as `file:line`. */
export function locate({ parts }: Source, line: number): string {
  let before = 0;
  for (const { file, lines } of parts) {
    if (line <= before + lines) return `${file}:${line - before}`;
    before += lines;
  }
  return `line ${line}`;
}
