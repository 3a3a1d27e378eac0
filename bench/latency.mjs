// npm run bench:latency [drags]: from a slider's event to the picture, in the built page (npm run build) on the CPU engine:
// 2-8-8-1, 256 samples, T = 100. Frame 0 is the first one painted after the event was delivered. Two things are waited for:
// the chosen sample in the diagram, and the batch's energy beside the transport.
import { chromium } from 'playwright';
import { preview } from 'vite';
import { browserFlags, pictureFlags } from '../tests/setup/browser-flags.mjs';
import { findBrowser } from '../tests/setup/find-browser.mjs';

const drags = Number(process.argv[2] ?? 60);
/** Where the sliders' thumbs are dragged through, of 1000. */
const SLIDERS = [
  { label: 'Step size', from: 100 },
  { label: 'Settling steps', from: 700 },
  { label: 'Output precision', from: 500 },
];

/** @typedef {{ frames: number, milliseconds: number }} Arrival */

/**
 * Moves a slider once a frame's end and waits for what follows from it. Runs in the page.
 * @param {{ label: string, positions: number[] }} drag
 */
async function drag({ label, positions }) {
  const patience = 20;
  const diagram = /** @type {Element} */ (document.querySelector('[data-panel="network"] .body'));
  const energy = /** @type {Element} */ (document.querySelector('.transport .f'));
  const input = /** @type {HTMLInputElement} */ (
    [...document.querySelectorAll('label')]
      .find((it) => it.textContent?.trim().endsWith(label))
      ?.closest('.slider')
      ?.querySelector('input[type="range"]')
  );
  const values = () => [...diagram.querySelectorAll('[data-unit]')].map((it) => it.outerHTML).join();
  const nextFrame = () => new Promise(requestAnimationFrame);
  const results = [];
  for (const position of positions) {
    await nextFrame();
    await new Promise((resolve) => setTimeout(resolve));
    const before = { values: values(), energy: energy.textContent };
    let frames = 0;
    /** @type {{ sample?: Arrival, batch?: Arrival }} */
    const arrived = {};
    let figures = '';
    const began = performance.now();
    const observer = new MutationObserver(() => {
      const arrival = { frames, milliseconds: performance.now() - began };
      const now = values();
      if (!arrived.sample && now !== before.values) {
        arrived.sample = arrival;
        figures = diagram.textContent;
      }
      if (!arrived.batch && energy.textContent !== before.energy) arrived.batch = arrival;
    });
    for (const it of [diagram, energy])
      observer.observe(it, { subtree: true, childList: true, characterData: true, attributes: true });
    input.value = String(position);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    while (frames < patience && !(arrived.sample && arrived.batch)) {
      await nextFrame();
      frames++;
    }
    for (let i = 0; i < 4; i++) await nextFrame();
    observer.disconnect();
    results.push({ ...arrived, kept: figures === diagram.textContent });
  }
  return results;
}

const server = await preview({ logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
const { port } = /** @type {import('node:net').AddressInfo} */ (server.httpServer.address());
const browser = await chromium.launch({
  executablePath: findBrowser() ?? '',
  args: [...browserFlags, ...pictureFlags],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(`http://127.0.0.1:${port}/#preset=agreement-dial`);
await page.evaluate(async () => {
  const { playground } = /** @type {any} */ (window);
  await playground.ready;
  const document = await playground.experiment();
  await playground.load({ ...document, inference: { ...document.inference, settleSteps: 100 } });
  await playground.settle();
});

// The readout beside the transport is the sample's until it is asked for the batch's.
await page.getByRole('radio', { name: /^mean of/ }).check({ force: true });

/** @param {number[]} numbers @param {number} share */
const quantile = (numbers, share) =>
  numbers.sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ??
  Number.NaN;
/** @param {(number | undefined)[]} numbers */
const spread = (numbers) => {
  const known = /** @type {number[]} */ (numbers.filter((it) => it !== undefined));
  return [0.5, 0.9, 1].map((share) => quantile(known, share).toFixed(1)).join(' / ');
};

console.log(`${drags} drags each; milliseconds are median / 90 % / most`);
for (const { label, from } of SLIDERS) {
  const positions = Array.from({ length: drags }, (_, i) => from + 4 * (i % 60));
  const results = await page.evaluate(drag, { label, positions });
  const moved = results.filter((it) => it.sample);
  const inFrame = (/** @type {number} */ n) => moved.filter((it) => it.sample?.frames === n).length;
  const kept = moved.filter((it) => it.kept).length;
  console.log(
    [
      `${label}: ${moved.length} of ${drags} moved the sample`,
      `  painted in the event's frame ${inFrame(0)}, the next ${inFrame(1)}, later ${moved.length - inFrame(0) - inFrame(1)}`,
      `  sample after ${spread(moved.map((it) => it.sample?.milliseconds))} ms, batch after ${spread(results.map((it) => it.batch?.milliseconds))} ms and ${spread(results.map((it) => it.batch?.frames))} frames`,
      `  with the figures the batch then shows: ${kept}`,
    ].join('\n'),
  );
}
await browser.close();
await server.close();
