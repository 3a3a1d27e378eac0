import type { CDPSession, Page } from 'playwright';
import { expect, test } from 'vitest';
import { experiment, opened, t } from '../setup/opened.ts';
import { type Held, watch } from '../setup/watched.ts';

/** Bytes that a page's heap differs by while nothing grows: compiled code, pictures of glyphs, caches of styles. */
const NOISE = 2 * 2 ** 20;

/** The page of a journey, watched from its beginning. */
const watched = (journey: (page: Page, cdp: CDPSession) => Promise<void>) =>
  opened({ at: '?fresh&play=0#preset=agreement-dial' }, async (page) => {
    await watch(page);
    await page.reload();
    await page.evaluate(() => window.playground.ready);
    await journey(page, await page.context().newCDPSession(page));
  });

interface Standing extends Held {
  readonly heap: number;
  readonly workers: number;
}

/** What the page holds once it has come to rest and everything unreachable is gone. */
async function standing(page: Page, cdp: CDPSession): Promise<Standing> {
  await page.waitForTimeout(1000);
  // A page at rest waits for nothing.
  const timers = () => page.evaluate(() => window.held().timers);
  await expect.poll(timers, { timeout: 30_000, interval: 200 }).toEqual([]);
  await cdp.send('Performance.enable');
  for (let k = 0; k < 3; k++) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((it) => it.name === name)!.value;
  return {
    ...(await page.evaluate(() => window.held())),
    heap: metric('JSHeapUsedSize'),
    workers: page.workers().length,
  };
}

test('experiments opened one after another, settled and learned from, leave no memory behind', () =>
  watched(async (page, cdp) => {
    const document = await experiment(page);
    const cycles = (count: number) =>
      page.evaluate(
        async ({ document, count }) => {
          for (let k = 0; k < count; k++) {
            const seed = 1 + (k % 5);
            await window.playground.load({ ...document, seed });
            await window.playground.learn({ updates: 2 });
          }
        },
        { document, count },
      );
    await cycles(20);
    const before = await standing(page, cdp);
    await cycles(60);
    const after = await standing(page, cdp);
    expect(after.listeners).toEqual(before.listeners);
    expect(after.workers).toBe(before.workers);
    expect(after.heap - before.heap).toBeLessThan(NOISE);
  }));

/** How far the training has come, of 1; null while none is under way. */
const trained = (page: Page) =>
  page.evaluate(
    () => document.querySelector<HTMLProgressElement>('progress[aria-label=Training]')?.value ?? null,
  );

test('a hidden page neither settles nor learns, and goes on where it was without catching up', () =>
  watched(async (page) => {
    await page
      .getByRole('button', { name: /^(Settle|Settle, .*)$/ })
      .first()
      .click();
    await expect.poll(() => t(page)).toBeGreaterThan(2);
    await page.evaluate(() => window.hide(true));
    await page.waitForTimeout(300);
    const hiddenAt = await t(page);
    const { settleSteps } = (await experiment(page)).inference;
    expect(hiddenAt).toBeLessThan(settleSteps / 2);
    await page.waitForTimeout(3000);
    expect(await t(page)).toBe(hiddenAt);
    // In the three seconds all of it would have been played; of a frame as long as that one second counts.
    const next = await page.evaluate(async () => {
      const shown = () => Number(document.querySelector('.transport .t')!.textContent);
      const before = shown();
      window.hide(false);
      while (shown() === before) await new Promise((resolve) => requestAnimationFrame(resolve));
      return shown();
    });
    expect(next - hiddenAt).toBeLessThan(settleSteps / 2);
    await expect.poll(() => t(page), { timeout: 10_000 }).toBe(settleSteps);

    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => trained(page), { interval: 5 }).toBeGreaterThan(0);
    await page.evaluate(() => window.hide(true));
    await page.waitForTimeout(500);
    const learned = await trained(page);
    expect(learned).toBeLessThan(1);
    await page.waitForTimeout(1500);
    expect(await trained(page)).toBe(learned);
    await page.evaluate(() => window.hide(false));
    await page.getByRole('button', { name: 'Train', exact: true }).waitFor({ timeout: 60_000 });
  }));

test('a page that sleeps and wakes goes on settling and learning', () =>
  watched(async (page, cdp) => {
    // A clock of our own tells how long the page slept.
    await page.evaluate(() => {
      let last = performance.now();
      document.body.dataset.slept = '0';
      setInterval(() => {
        const now = performance.now();
        document.body.dataset.slept = String(Math.max(Number(document.body.dataset.slept), now - last));
        last = now;
      }, 50);
    });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await cdp.send('Debugger.enable');
    const asleep = new Promise((resolve) => cdp.once('Debugger.paused', resolve));
    await cdp.send('Debugger.pause');
    await asleep;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await cdp.send('Debugger.resume');
    await cdp.send('Debugger.disable');
    await page.getByRole('button', { name: 'Train', exact: true }).waitFor({ timeout: 30_000 });
    expect(await page.evaluate(() => Number(document.body.dataset.slept))).toBeGreaterThan(1000);
    const { updates } = await page.evaluate(() => window.playground.learn({ updates: 3 }));
    expect(updates).toBe(3);
  }));
