import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experiment, t } from '../setup/opened.ts';
import { watched } from '../setup/standing.ts';

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
