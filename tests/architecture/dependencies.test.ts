import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The folders of src, lowest first: what each may import besides itself, and which packages. */
const MAY_IMPORT: Record<string, { folders: readonly string[]; packages: readonly string[] }> = {
  core: { folders: [], packages: [] },
  engine: { folders: ['core', 'shaders'], packages: ['webgpu-utils'] },
  experiment: { folders: ['core'], packages: [] },
  lessons: { folders: ['core', 'experiment'], packages: [] },
  session: { folders: ['core', 'engine', 'experiment'], packages: ['svelte'] },
  view: { folders: ['core', 'experiment', 'lessons', 'session'], packages: ['svelte', 'd3', 'uqr'] },
};

/** What may not be spoken of, whether imported or global. */
const NEVER: Record<string, RegExp> = {
  core: /\b(document|window|navigator|performance)\.\w|\bGPU[A-Z]\w+|\$(state|derived|effect)\b|\bDate\b/,
  engine: /\bdocument\.\w|\$(state|derived|effect)\b/,
  experiment: /(?<![\w./-])(document|window|navigator)\.\w|\bGPU[A-Z]\w+|\$(state|derived|effect)\b/,
  lessons: /(?<![\w./-])(document|window|navigator)\.\w|querySelector|\bGPU[A-Z]\w+/,
  session: /\b(querySelector|getContext|createElement)\b/,
  view: /\bGPU[A-Z]\w+/,
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|js|mjs|svelte)$/.test(file));

const code = (file: string) =>
  readFileSync(`src/${file}`, 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');

/** Specifiers of static, re-exporting, bare and dynamic imports. */
const imports = (file: string) =>
  [...code(file).matchAll(/\b(?:from|import)\s*\(?\s*(['"`])([^'"`\n]+)\1/g)].map((match) => match[2]!);

const outside = (file: string, specifier: string) =>
  specifier.startsWith('.') &&
  posix.join(posix.dirname(file), specifier).split('/')[0] !== file.split('/')[0];

const packageOf = (specifier: string) => specifier.match(/^(@[^/]+\/)?[^/]+/)![0];

/** Every file of the folder with what `look` finds wrong in it; files without fault left out. */
const faults = (folder: string, look: (file: string) => readonly string[]) =>
  files
    .filter((file) => file.startsWith(folder))
    .flatMap((file) => look(file).map((fault) => `src/${file}: ${fault}`));

test('every folder of src has its arrows stated', () => {
  const folders = files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]!);
  expect(Object.keys(MAY_IMPORT)).toEqual(expect.arrayContaining(folders));
});

test('nothing in src draws unseeded randomness', () => {
  expect(faults('', (file) => code(file).match(/Math\.random/g) ?? [])).toEqual([]);
});

describe.each(Object.entries(MAY_IMPORT))('src/%s', (folder, allowed) => {
  const within = `${folder}/`;

  test('depends only on the folders below it', () => {
    const folders = [folder, ...allowed.folders];
    const crossing = (file: string) =>
      [...code(file).matchAll(/['"`]#([a-z]+)\//g)].map((match) => match[1]!);
    expect(faults(within, (file) => crossing(file).filter((name) => !folders.includes(name)))).toEqual([]);
  });

  test('reaches other folders by #name, not by ../', () => {
    expect(faults(within, (file) => imports(file).filter((name) => outside(file, name)))).toEqual([]);
  });

  test('depends only on the packages it may', () => {
    const packages = (file: string) =>
      imports(file)
        .filter((name) => /^[@a-z]/.test(name))
        .map(packageOf);
    expect(
      faults(within, (file) => packages(file).filter((name) => !allowed.packages.includes(name))),
    ).toEqual([]);
  });

  test('stays in its own language', () => {
    expect(faults(within, (file) => code(file).match(NEVER[folder]!)?.slice(0, 1) ?? [])).toEqual([]);
  });
});
