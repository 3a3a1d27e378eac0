import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { energy, experiment, opened, PATIENCE, t } from '../setup/opened.ts';

/** The middle of a neuron's knob. */
async function knob(page: Page, node: string, unit: number) {
  const box = await page.locator(`[data-unit="${node}/${unit}"] circle`).last().boundingBox();
  return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
}

test('a knob that is pulled raises F, and let go it settles back', () =>
  opened({}, async (page) => {
    await page.getByRole('button', { name: /^Settle until nothing moves/ }).click();
    await expect.poll(() => t(page)).toBeGreaterThan(20);
    const rest = await energy(page);
    const { x, y } = await knob(page, 'x1', 2);
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let k = 1; k <= 12; k++) await page.mouse.move(x, y + 7 * k);
    await expect.poll(() => energy(page)).toBeGreaterThan(3 * rest);
    await page.mouse.up();
    await expect.poll(() => energy(page), { timeout: PATIENCE }).toBeLessThan(1.2 * rest);
    expect((await experiment(page)).pins).toBeUndefined();
  }));

test('by keyboard a neuron is pulled, pinned, freed and removed', () =>
  opened({}, async (page) => {
    await page.getByRole('button', { name: /^Settle until nothing moves/ }).click();
    const rest = await energy(page);
    await page.locator('[data-unit="x1/2"]').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.down('Alt');
    for (let k = 0; k < 6; k++) await page.keyboard.down('ArrowUp');
    await expect.poll(() => energy(page)).toBeGreaterThan(rest);
    await page.keyboard.up('ArrowUp');
    await page.keyboard.up('Alt');
    await page.keyboard.press('p');
    await expect.poll(async () => Object.keys((await experiment(page)).pins?.x1 ?? {})).toEqual(['2']);
    await page.keyboard.press('p');
    await expect.poll(async () => (await experiment(page)).pins).toBeUndefined();
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await experiment(page)).lesions?.units?.x1).toEqual([2]);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await experiment(page)).lesions?.units?.x1).toBeUndefined();
  }));

test('slides: PageDown leads through them, PageUp back, and leaving brings the experiment back', () =>
  opened({ at: '#preset=agreement-dial&present=1', viewport: { width: 1280, height: 720 } }, async (page) => {
    const before = await experiment(page);
    const titles = new Set<string>();
    const heading = page.getByRole('heading', { level: 1 }).first();
    for (let slide = 0; slide < 8; slide++) {
      titles.add((await heading.textContent())!.trim());
      // A projector shows at most three pictures, in letters that the last row can read.
      expect(await page.locator('[data-panel]:visible').count()).toBeLessThanOrEqual(3);
      expect(
        await page.evaluate(() => document.documentElement.scrollHeight - innerHeight),
      ).toBeLessThanOrEqual(0);
      await page.keyboard.press('PageDown');
      await page.waitForTimeout(400);
    }
    expect(titles.size).toBeGreaterThanOrEqual(7);
    const last = (await heading.textContent())!.trim();
    await page.keyboard.press('PageUp');
    await expect.poll(async () => (await heading.textContent())!.trim()).not.toBe(last);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Layers' }).waitFor();
    await expect.poll(async () => (await experiment(page)).inference).toEqual(before.inference);
    expect((await experiment(page)).network).toEqual(before.network);
  }));

test('on a phone, by touch: a knob is pulled, tabs are turned, the network learns', () =>
  opened(
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    async (page) => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      const rest = await energy(page);
      const { x, y } = await knob(page, 'x1', 2);
      const touch = await page.context().newCDPSession(page);
      const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: number) =>
        touch.send('Input.dispatchTouchEvent', { type, touchPoints: at === undefined ? [] : [{ x, y: at }] });
      await send('touchStart', y);
      for (let k = 1; k <= 10; k++) await send('touchMove', y - 6 * k);
      await expect.poll(() => energy(page)).toBeGreaterThan(1.5 * rest);
      await send('touchEnd');
      await page.getByRole('button', { name: 'One epoch' }).first().tap();
      await expect
        .poll(() => page.evaluate(async () => (await window.playground.evaluate()).loss), {
          timeout: PATIENCE,
        })
        .toBeLessThan(0.75);
      for (const tab of ['Energy', 'Output', 'Network']) {
        await page.getByRole('radio', { name: tab, exact: true }).check({ force: true });
        await page.locator('[data-panel]').first().waitFor();
      }
    },
  ));
