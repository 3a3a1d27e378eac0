import { readFileSync } from 'node:fs';
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

test.each(looks)(
  '$name: axe finds nothing, nothing scrolls sideways, every plot has a caption and a table',
  async ({ viewport, colorScheme }) => {
    const { page, complaints, close } = await visit({ viewport, colorScheme });
    try {
      await page.evaluate(() => window.playground.ready);
      await page.evaluate(() => window.playground.learn({ epochs: 2 }));
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import('axe-core') };
        const { violations } = await axe.run();
        return violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(' ')}`);
      });
      expect(violations).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
      const figures = await page.locator('figure').count();
      expect(figures).toBeGreaterThan(0);
      for (const figure of await page.locator('figure').all())
        expect((await figure.locator('figcaption').textContent())?.trim().length).toBeGreaterThan(10);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  },
);
