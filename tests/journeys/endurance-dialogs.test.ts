import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { growth, standing, watched } from '../setup/standing.ts';

/** Bytes that a page's heap differs by while nothing grows: compiled code, pictures of glyphs, caches of styles. */
const NOISE = 2 * 2 ** 20;
/** Tours whose traces are added up, three times. */
const TOURS = 4;
/** Nodes of the smallest thing that is opened, and listeners of it. */
const [NODES, LISTENERS] = [50, 1];
/** Milliseconds that the slowest machine takes. */
const PATIENCE = 400_000;

const benches = ['Rules', 'Twin runs', 'Sweep map', 'Papers', 'Verify', 'Take away', 'Questions'];

async function dialog(page: Page, open: () => Promise<void>): Promise<void> {
  await open();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').first().waitFor({ state: 'detached' });
}

/** Every bench, as soon as the one before is there. */
async function laboratory(page: Page): Promise<void> {
  await page.keyboard.press('l');
  for (const bench of benches) {
    await page.getByRole('radio', { name: bench, exact: true }).check({ force: true });
    await page.locator('.bench > :not(.summary)').first().waitFor({ state: 'attached' });
  }
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Questions', exact: true }).waitFor({ state: 'detached' });
}

/** Opens and closes what opens over the page, or in the place of its panels. */
async function tour(page: Page): Promise<void> {
  await laboratory(page);
  await page.keyboard.press('f');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Present as slides/ }).waitFor();
  await dialog(page, () => page.getByRole('button', { name: /^Share/ }).click());
  await dialog(page, () => page.keyboard.press('?'));
}

test(
  'dialogs, the laboratory and slides leave no engine, timer, listener, node or memory behind',
  () =>
    watched(async (page, cdp) => {
      const { workers } = await standing(page, cdp);
      const tours = async (count: number) => {
        for (let k = 0; k < count; k++) await tour(page);
      };
      await tours(3);
      const grown = await growth(page, cdp, () => tours(TOURS), 3);
      expect(grown.after.workers).toBe(workers);
      expect(grown.after.listeners).toEqual(grown.before.listeners);
      expect(grown.eventListeners).toBeLessThan(TOURS * LISTENERS);
      expect(grown.nodes).toBeLessThan(TOURS * NODES);
      expect(grown.heap).toBeLessThan(NOISE);
    }),
  PATIENCE,
);
