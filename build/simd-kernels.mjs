// The Vite plugin behind `import … from './simd/program.ts?kernels'`: compiles src/engine/cpu/simd (AssemblyScript) to
// WebAssembly. The bytes come within the code, as base64: nothing to fetch, so that they are there at once in a page, a
// worker and a test.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RESOLVED = '\0simd-kernels';
const folder = fileURLToPath(new URL('../src/engine/cpu/simd/', import.meta.url));
const cache = fileURLToPath(new URL('../node_modules/.cache/simd-kernels/', import.meta.url));

const OPTIONS = '-O3 --noAssert --runtime stub --importMemory --use abort='.split(' ');
const FEATURES = { plain: 'simd', fused: 'simd,relaxed-simd' };

/** @param {string} features @returns {Promise<string>} */
async function compile(features) {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let wasm;
  const { error, stderr } = await asc.main(
    ['program.ts', ...OPTIONS, '--enable', features, '--disableWarning', '112', '--outFile', 'out.wasm'],
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

/** Compiled once a version of the sources: several builds and test projects ask for it. */
async function code() {
  const hash = createHash('sha256').update(JSON.stringify([OPTIONS, FEATURES]));
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  const kept = join(cache, `${hash.digest('hex')}.js`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const lines = [];
  for (const [name, features] of Object.entries(FEATURES))
    lines.push(`export const ${name} = '${await compile(features)}';\n`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(kept, lines.join(''));
  return lines.join('');
}

/** @returns {import('vite').Plugin} */
export const simdKernels = () => ({
  name: 'simd-kernels',
  // Before Vite finds the file itself.
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('/program.ts?kernels') ? RESOLVED : null),
  load(id) {
    if (id !== RESOLVED) return null;
    for (const file of readdirSync(folder)) this.addWatchFile(join(folder, file));
    return code();
  },
});
