import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { visit } from '../setup/visit.ts';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];
const looks = sizes.flatMap((viewport) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    viewport,
    colorScheme,
    name: `${viewport.width}×${viewport.height} ${colorScheme}`,
  })),
);

/** What axe objects to on the page as it is. */
const violations = (page: Page) =>
  page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run();
    return violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(' ')}`);
  });

/** Captions of the plots in sight; each must come with a data table. */
async function captions(page: Page): Promise<string[]> {
  const untold = page.locator('section.panel:has(.caption):not(:has(summary[aria-label="Data table"]))');
  expect(await untold.count(), 'plots without a data table').toBe(0);
  return page.locator('section.panel .caption').allTextContents();
}

test.each(looks)(
  '$name: in every view axe finds nothing, nothing scrolls sideways, and plots have captions and tables',
  async ({ viewport, colorScheme }) => {
    const { page, complaints, close } = await visit({ viewport, colorScheme });
    try {
      await page.evaluate(() => window.playground.ready);
      await page.evaluate(() => window.playground.learn({ epochs: 2 }));
      await page.evaluate(axe);
      // On a narrow screen one view shows at a time.
      const tabs = page.getByRole('radiogroup', { name: 'Panel', exact: true }).getByRole('radio');
      const views = Math.max(1, await tabs.count());
      const found: string[] = [];
      for (let view = 0; view < views; view++) {
        if (views > 1) await tabs.nth(view).check({ force: true });
        expect(await violations(page)).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow).toBe(0);
        found.push(...(await captions(page)));
      }
      expect(found).toHaveLength(4);
      for (const caption of found) expect(caption.trim().length).toBeGreaterThan(20);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  },
);
