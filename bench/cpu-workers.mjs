// node bench/cpu-workers.mjs [network …] [--rounds=5] [--workers=1,2]: milliseconds a training step of the CPU engine in the
// browser, as a page has it, on one worker and on several, in turns on this machine. Minimum and median over the rounds.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { simdKernels } from '../build/simd-kernels.mjs';
import { browserFlags } from '../tests/setup/browser-flags.mjs';
import { findBrowser } from '../tests/setup/find-browser.mjs';

const words = process.argv.slice(2);
/** @param {string} name @param {string} otherwise */
const option = (name, otherwise) =>
  words.find((it) => it.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;

const server = await createServer({
  root: fileURLToPath(new URL('..', import.meta.url)),
  configFile: false,
  logLevel: 'error',
  plugins: [simdKernels()],
  worker: { format: 'es', plugins: () => [simdKernels()] },
  optimizeDeps: { noDiscovery: true, include: [] },
  server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
});
await server.listen();
const executablePath = findBrowser();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: browserFlags });
const page = await browser.newPage();
page.on('console', (message) => console.log(message.text()));
page.on('pageerror', (error) => console.error(error));
const origin = server.resolvedUrls?.local[0];
await page.route(`${origin}blank`, (route) =>
  route.fulfill({ body: '<!doctype html>', contentType: 'text/html' }),
);
await page.goto(`${origin}blank`);
await page.evaluate(
  async ({ url, options }) => {
    const { compareWorkers } = await import(url);
    await compareWorkers(options);
  },
  {
    url: `${origin}bench/cpu-workers.ts`,
    options: {
      names: words.filter((it) => !it.startsWith('--')),
      rounds: Number(option('rounds', '5')),
      workers: option('workers', '1,2').split(',').map(Number),
    },
  },
);
await browser.close();
await server.close();
