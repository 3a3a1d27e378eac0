// The Vite plugin behind `import … from './simd/program.ts?kernels'`: compiles such a file (AssemblyScript) and what it
// imports from its folder to WebAssembly. The bytes come within the code, as base64: nothing to fetch, so that they are there at once in a page, a
// worker and a test.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SUFFIX = '.ts?kernels';
const RESOLVED = '\0simd-kernels:';
const cache = fileURLToPath(new URL('../node_modules/.cache/simd-kernels/', import.meta.url));

const OPTIONS = '-O3 --noAssert --runtime stub --importMemory --use abort='.split(' ');
const FEATURES = { plain: 'simd', fused: 'simd,relaxed-simd' };

/** @param {string} file @param {string} features @returns {Promise<string>} */
async function compile(file, features) {
  const folder = dirname(file);
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let wasm;
  const { error, stderr } = await asc.main(
    [basename(file), ...OPTIONS, '--enable', features, '--disableWarning', '112', '--outFile', 'out.wasm'],
    {
      readFile: (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : null),
      writeFile: (_, contents) => {
        wasm = /** @type {Uint8Array} */ (contents);
      },
      listFiles: () => [],
    },
  );
  if (error || !wasm) throw new Error(`the SIMD kernels do not compile\n${stderr}`);
  return Buffer.from(wasm).toString('base64');
}

/**
 * Compiled once a version of the sources: several builds and test projects ask for it.
 * @param {string} file
 */
async function code(file) {
  const folder = dirname(file);
  const hash = createHash('sha256').update(JSON.stringify([basename(file), OPTIONS, FEATURES]));
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  const kept = join(cache, `${hash.digest('hex')}.js`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const lines = [];
  for (const [name, features] of Object.entries(FEATURES))
    lines.push(`export const ${name} = '${await compile(file, features)}';\n`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(kept, lines.join(''));
  return lines.join('');
}

/** @returns {import('vite').Plugin} */
export const simdKernels = () => ({
  name: 'simd-kernels',
  // Before Vite finds the file itself.
  enforce: 'pre',
  resolveId: (id, importer) =>
    id.endsWith(SUFFIX) && importer
      ? RESOLVED + join(dirname(importer), id.slice(0, -'?kernels'.length))
      : null,
  load(id) {
    if (!id.startsWith(RESOLVED)) return null;
    const file = id.slice(RESOLVED.length);
    for (const name of readdirSync(dirname(file))) this.addWatchFile(join(dirname(file), name));
    return code(file);
  },
});
