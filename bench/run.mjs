// npm run bench: builds the benchmark's page, serves it, has a browser carry it out, writes down what it found. See README.md.
import { writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { simdKernels } from '../build/simd-kernels.mjs';
import { browserFlags } from '../tests/setup/browser-flags.mjs';
import { findBrowser } from '../tests/setup/find-browser.mjs';

/** A graphics card without a screen on Linux: through Vulkan, instead of software. Elsewhere a browser finds it by itself. */
const cardFlags =
  process.platform === 'linux'
    ? ['--use-angle=vulkan', '--enable-features=Vulkan', '--disable-vulkan-surface', '--ignore-gpu-blocklist']
    : [];

const root = fileURLToPath(new URL('..', import.meta.url));

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    cases: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    gpu: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
  },
});

/** Vite's settings: the pages alone, apart from the app's own. */
const settings = {
  root,
  /** @type {false} */
  configFile: false,
  base: './',
  publicDir: /** @type {false} */ (false),
  /** @type {'warn'} */
  logLevel: 'warn',
  plugins: [simdKernels()],
  worker: { format: /** @type {'es'} */ ('es'), plugins: () => [simdKernels()] },
  build: {
    outDir: 'node_modules/.cache/bench-page',
    emptyOutDir: true,
    target: 'esnext',
    // The threads of tfjs are started from the text of a function, which must keep its names.
    minify: false,
    chunkSizeWarningLimit: 4096,
    rolldownOptions: {
      // What the app fetches late, the benchmark needs at once.
      checks: { ineffectiveDynamicImport: false },
      input: ['bench/index.html', 'bench/realm.html'],
    },
  },
  preview: {
    host: '127.0.0.1',
    port: 0,
    // With these a page may share memory between threads, and its clock ticks in microseconds.
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  },
};

async function serve() {
  await build(settings);
  const server = await preview(settings);
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.httpServer.address());
  return { server, address: `http://127.0.0.1:${port}/bench/index.html` };
}

/** @param {string} address */
async function carryOut(address) {
  const executablePath = findBrowser();
  const args = options.gpu ? [...browserFlags, ...cardFlags] : browserFlags;
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('console', (said) => console.error(said.text()));
    page.on('pageerror', (error) => console.error(`${error}`));
    await page.goto(address);
    const cores = cpus();
    const words = (/** @type {string} */ list) => list.split(',').filter(Boolean);
    return await page.evaluate((asked) => window.bench(asked), {
      minutes: Number(options.minutes),
      cases: words(options.cases),
      only: words(options.only),
      machine: {
        cpu: cores[0]?.model ?? 'unknown',
        cores: cores.length,
        system: `${type()} ${release()}`,
        date: new Date().toISOString().slice(0, 10),
      },
    });
  } finally {
    await browser.close();
  }
}

const { server, address } = await serve();
if (options.page) {
  console.log(`The benchmark's page: ${address} (stop with Ctrl+C)`);
} else {
  try {
    const { results, markdown } = await carryOut(address);
    if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
    if (options.markdown) writeFileSync(options.markdown, markdown);
    console.log(markdown);
  } finally {
    await server.close();
  }
}
