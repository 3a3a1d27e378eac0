// npm run bench:cpu [network …]: milliseconds a training step (T settling steps with their energy trace, one weight update)
// of the plain and the SIMD engine, in turns on this machine. Minimum and median over the rounds: other work on the
// machine only ever adds. `--fused` needs a Node that knows relaxed SIMD (22, or 20 with --experimental-wasm-relaxed-simd).
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { simdKernels } from '../build/simd-kernels.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}node_modules/.cache/bench`;

/** The benchmark as one plain module: Node 20 reads no TypeScript. */
async function bundle() {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [simdKernels()],
    build: { ssr: 'bench/cpu-rounds.ts', write: false, target: 'esnext', minify: false },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput} */ (result);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/cpu-rounds.mjs`, output[0].code);
  return pathToFileURL(`${folder}/cpu-rounds.mjs`).href;
}

const words = process.argv.slice(2);
const { compareEngines } = await import(await bundle());
await compareEngines({
  names: words.filter((it) => !it.startsWith('--')),
  rounds: Number(words.find((it) => it.startsWith('--rounds='))?.slice(9) ?? 5),
  skipsPlain: words.includes('--simd'),
  say: console.log,
});
