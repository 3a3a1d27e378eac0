import { activations } from '#core/activations/index.ts';
import { BLOCK } from '#core/math/block.ts';
import type { KernelName } from '#core/plan/plan.ts';

/** Threads of a workgroup: within every device's limits, a multiple of every device's wave. */
export const WORKGROUP = 64;

const files = import.meta.glob<string>('#shaders/**/*.wgsl', {
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

const choice = (name: string, expression: 'f' | 'df') =>
  [
    `fn ${name}(code: u32, a: f32) -> f32 {`,
    '  switch code {',
    ...activations.map(({ wgsl }, code) => `    case ${code}u: { return ${wgsl[expression]}; }`),
    '    default: { return a; }',
    '  }',
    '}',
  ].join('\n');

/** The constants both sides share, and the activations, written from their registry. */
const generated = [
  `const WORKGROUP = ${WORKGROUP}u;`,
  `const BLOCK = ${BLOCK}u;`,
  choice('activation', 'f'),
  choice('slope', 'df'),
].join('\n');

/** A module: shared constants, activations and library, then the file's own text. */
export function assemble(file: string, text = texts.get(file)!): Source {
  const parts = [
    { file: 'activations', text: generated },
    ...SHARED_TEXTS.map((it) => ({ file: `shaders/${it}.wgsl`, text: texts.get(it)! })),
    { file: `shaders/${file}.wgsl`, text },
  ];
  return {
    file,
    code: parts.map((it) => it.text).join('\n'),
    parts: parts.map((it) => ({ file: it.file, lines: it.text.split('\n').length })),
  };
}

/** Every module by its file: one for each file that holds kernels. */
export const sources: ReadonlyMap<string, Source> = new Map(
  [...texts.keys()].filter((file) => !file.startsWith('lib/')).map((file) => [file, assemble(file)]),
);

/** The file and the entry point that a kernel's name is the address of. */
export function address(kernel: KernelName): { source: Source; entryPoint: string } {
  const [file, entryPoint] = kernel.split('.') as [string, string];
  const source = sources.get(file);
  if (!source) throw new Error(`no file holds the kernel ${kernel}`);
  return { source, entryPoint };
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
