import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experiment, opened, PATIENCE, t } from '../setup/opened.ts';

const panel = (page: Page) => page.locator('[data-panel="agreement"]');

/** Chooses a chart of the panel “… against backprop”. */
const chart = (page: Page, label: string) =>
  panel(page).getByRole('radio', { name: label, exact: true }).check({ force: true });

const precision = async (page: Page) => {
  const { nodes } = (await experiment(page)).network as { nodes: readonly { precision?: number }[] };
  return nodes.at(-1)!.precision ?? 1;
};

test('a press on a mark of the scatter chooses its synapse, and so does the keyboard', () =>
  opened({}, async (page) => {
    await chart(page, 'Scatter');
    const synapse = panel(page).locator('[data-cursor]');
    await synapse.waitFor();
    const name = (await synapse.getAttribute('aria-label'))!;
    const box = (await synapse.boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => synapse.getAttribute('aria-pressed')).toBe('true');
    await synapse.focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => synapse.getAttribute('aria-label')).not.toBe(name);
    expect(await synapse.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('Enter');
    await expect.poll(() => synapse.getAttribute('aria-pressed')).toBe('true');
  }));

test('over t: a press in the plot goes to that step of the settling', () =>
  opened({}, async (page) => {
    await chart(page, 'Over t');
    const plot = panel(page).getByRole('slider', { name: 'Settling step shown' });
    await plot.waitFor();
    const end = await t(page);
    const box = (await plot.boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => t(page)).toBeLessThan(0.7 * end);
    expect(await t(page)).toBeGreaterThan(0.3 * end);
  }));

test('weights: rule, backprop and difference for each connection, whose cells are walked and chosen', () =>
  opened({}, async (page) => {
    await chart(page, 'Weights');
    const { connections } = (await experiment(page)).network;
    await expect.poll(() => panel(page).locator('canvas').count()).toBe(3 * connections.length);
    const cell = panel(page).locator('.triptych button[aria-pressed]').first();
    await cell.focus();
    const name = (await cell.getAttribute('aria-label'))!;
    for (const way of ['ArrowRight', 'ArrowDown']) await page.keyboard.press(way);
    await expect.poll(() => cell.getAttribute('aria-label')).not.toBe(name);
    await page.keyboard.press('Enter');
    await expect.poll(() => cell.getAttribute('aria-pressed')).toBe('true');
  }));

test('every run leaves a dot on the frontier, and a press brings its settings back', () =>
  opened({}, async (page) => {
    await chart(page, 'Frontier');
    const dots = panel(page).getByRole('option');
    await expect.poll(() => dots.count()).toBe(1);
    const box = page.getByRole('textbox', { name: 'Output precision, value', exact: true });
    await box.fill('0.1');
    await box.press('Enter');
    await expect.poll(() => dots.count(), { timeout: PATIENCE }).toBe(2);
    await panel(page).getByRole('listbox').focus();
    // More precise, it released more: the last along the axis.
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => precision(page)).toBe(1);
    await panel(page).getByRole('button', { name: 'Sweep π to rest' }).click();
    await panel(page).locator('.sweep').waitFor();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(() => precision(page)).toBe(0.1);
  }));
