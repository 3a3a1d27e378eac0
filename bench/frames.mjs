// npm run bench:frames [rounds]: how evenly frames come while 2-16-16-16-1 settles, in the built page (npm run build), at
// 1440 × 900 and pixel ratio 1, in every way of drawing the network. An interval is the time between two animation frames; work
// is the time from a frame's callbacks until the page's thread is idle again: script, style, layout and paint.
import { chromium } from 'playwright';
import { preview } from 'vite';
import { browserFlags } from '../tests/setup/browser-flags.mjs';
import { findBrowser } from '../tests/setup/find-browser.mjs';

const rounds = Number(process.argv[2] ?? 5);
/** A settling at the usual pace takes two and a half seconds: about a step a frame. */
const STEPS = 150;
const WATCHED = 2200;
const UNITS = [2, 16, 16, 16, 1];

const experiment = {
  version: 1,
  seed: 1,
  network: {
    nodes: UNITS.map((units, i) => ({
      id: `x${i}`,
      units,
      ...(i > 0 && i < UNITS.length - 1 && { activation: 'tanh' }),
      ...(i === 0 && { clamp: { learning: 'input', testing: 'input' } }),
      ...(i === UNITS.length - 1 && { clamp: { learning: 'target', testing: 'free' } }),
    })),
    connections: UNITS.slice(1).map((_, i) => ({ id: `w${i + 1}`, from: `x${i}`, to: `x${i + 1}` })),
  },
  data: { name: 'circle', samples: 256 },
  // A step so small that it keeps moving all the while.
  inference: { rule: 'strict', inferenceRate: 0.01, settleSteps: STEPS, start: 'random' },
};

/** Watches frames for so long, runs in the page. @param {number} milliseconds */
async function watch(milliseconds) {
  const intervals = [];
  const work = [];
  const channel = new MessageChannel();
  let last = await new Promise(requestAnimationFrame);
  for (const end = last + milliseconds; last < end; ) {
    const now = await new Promise(requestAnimationFrame);
    const began = performance.now();
    intervals.push(now - last);
    last = now;
    await new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(0);
    });
    work.push(performance.now() - began);
  }
  return { intervals, work, t: Number(document.querySelector('.transport .t')?.textContent) };
}

/** @param {number[]} numbers @param {number} share */
const quantile = (numbers, share) =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? 0;
/** @param {number[]} numbers */
const spread = (numbers) => [0.5, 0.95, 0.99].map((it) => quantile(numbers, it).toFixed(1)).join(' / ');

const server = await preview({ logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
const { port } = /** @type {import('node:net').AddressInfo} */ (server.httpServer.address());
const browser = await chromium.launch({
  executablePath: findBrowser() ?? '',
  args: browserFlags,
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(`http://127.0.0.1:${port}/#preset=agreement-dial`);
console.log(`${UNITS.join('-')}, ${rounds} settlings a view; milliseconds are median / 95 % / 99 %`);
for (const view of ['Posts', 'Graph', 'Matrix']) {
  const intervals = [];
  const work = [];
  let steps = 0;
  for (let round = 0; round < rounds; round++) {
    await page.evaluate(async (document) => {
      const { playground } = /** @type {any} */ (window);
      await playground.ready;
      await playground.load(document, { engine: 'cpu' });
    }, experiment);
    await page.getByRole('radio', { name: view }).check({ force: true });
    await page.getByRole('button', { name: 'Settle', exact: true }).click();
    const seen = await page.evaluate(watch, WATCHED);
    intervals.push(...seen.intervals);
    work.push(...seen.work);
    steps += seen.t;
    await page.keyboard.press('r');
  }
  console.log(
    `${view}: ${intervals.length} frames, ${steps} steps; interval ${spread(intervals)}, work ${spread(work)}`,
  );
}
await browser.close();
await server.close();
