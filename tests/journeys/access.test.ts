import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { benches } from '#view/laboratory/benches.ts';
import { PATIENCE } from '../setup/opened.ts';
import { visit } from '../setup/visit.ts';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];
const looks = sizes.flatMap((viewport) =>
  (['light', 'dark', 'contrast'] as const).map((theme) => ({
    viewport,
    at: `?theme=${theme}`,
    name: `${viewport.width}×${viewport.height} ${theme}`,
  })),
);

/** What axe objects to on the page as it is, or in a part of it. */
const violations = (page: Page, part = 'html') =>
  page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(selector);
    return violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(' ')}`);
  }, part);

/** Pixels that the page is wider and higher than the screen. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return [scrollWidth - clientWidth, scrollHeight - clientHeight];
  });

/** Words and figures in sight that are wider than what holds them, but for those that a tooltip has whole; none once drawings have the size of their panels. */
const cut = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, label, summary, input[type="text"], h1, h2, h3, th, td, .slides',
      ),
    ]
      .filter((it) => it.checkVisibility() && it.clientWidth > 1 && it.scrollWidth > it.clientWidth + 1)
      .filter((it) => it.title === '' || it instanceof HTMLInputElement)
      .map((it) => `${it.scrollWidth} > ${it.clientWidth}: ${it.ariaLabel ?? it.textContent.trim()}`),
  );

/** Layers of the network that a panel about gradients shows only after scrolling. */
const beyond = (page: Page) =>
  page
    .locator('[data-panel="agreement"] :is([aria-label="Agreement per layer"], .triptych):visible')
    .evaluateAll((parts) =>
      parts.filter((it) => it.scrollHeight > it.clientHeight + 1).map((it) => it.ariaLabel),
    );

/** Buttons of the bench in sight that have one name between them. */
const namesakes = (page: Page) =>
  page.locator('.laboratory .bench button:visible').evaluateAll((buttons) => {
    const names = buttons.map((it) => it.ariaLabel ?? it.textContent?.trim().replace(/\s+/g, ' '));
    return names.filter((it, i) => names.indexOf(it) !== i);
  });

/** Captions of the plots in sight; each must come with a data table. */
async function captions(page: Page): Promise<string[]> {
  const untold = page.locator('section.panel:has(.caption):not(:has(summary[aria-label="Data table"]))');
  expect(await untold.count(), 'plots without a data table').toBe(0);
  return page.locator('section.panel .caption').allTextContents();
}

/** Goes through the other charts of the panels in sight, and back to their first. */
async function tryCharts(page: Page): Promise<void> {
  for (const panel of await page.locator('[data-panel]:visible').all()) {
    const charts = panel.getByRole('radiogroup', { name: 'Chart', exact: true }).getByRole('radio');
    const part = `[data-panel="${await panel.getAttribute('data-panel')}"]`;
    for (const chart of (await charts.all()).slice(1)) {
      await chart.check({ force: true });
      expect(await violations(page, part)).toEqual([]);
      expect(await overflow(page)).toEqual([0, 0]);
      await expect.poll(() => cut(page), { timeout: PATIENCE }).toEqual([]);
      await expect.poll(() => beyond(page), { timeout: PATIENCE }).toEqual([]);
      await captions(page);
    }
    if ((await charts.count()) > 1) await charts.first().check({ force: true });
  }
}

/** Goes through the benches of the laboratory as they open. */
async function tryBenches(page: Page): Promise<void> {
  await page.keyboard.press('l');
  for (const { label } of benches) {
    await page.getByRole('radio', { name: label, exact: true }).check({ force: true });
    await page.locator('.laboratory .bench > :not(.summary)').last().waitFor();
    expect(await violations(page, '.laboratory')).toEqual([]);
    expect(await overflow(page)).toEqual([0, 0]);
    await expect.poll(() => cut(page), { timeout: PATIENCE }).toEqual([]);
    expect(await namesakes(page)).toEqual([]);
  }
}

test.each(looks)(
  '$name: in every view, chart and bench axe finds nothing, nothing scrolls, and plots have captions and tables',
  async ({ viewport, at }) => {
    const { page, complaints, close } = await visit({ viewport, at });
    try {
      await page.evaluate(() => window.playground.ready);
      await page.evaluate(() => window.playground.learn({ epochs: 2 }));
      await page.evaluate(axe);
      // On a narrow screen one view shows at a time.
      const tabs = page.getByRole('radiogroup', { name: 'Panel', exact: true }).getByRole('radio');
      const views = Math.max(1, await tabs.count());
      const found: string[] = [];
      for (let view = 0; view < views; view++) {
        if (views > 1) {
          await tabs.nth(view).check({ force: true });
          const isPlot = !['network', 'inspector', 'setup'].includes(await tabs.nth(view).inputValue());
          if (isPlot) await page.locator('section.panel .caption').waitFor({ state: 'attached' });
        }
        expect(await violations(page)).toEqual([]);
        expect(await overflow(page)).toEqual([0, 0]);
        await expect.poll(() => cut(page), { timeout: PATIENCE }).toEqual([]);
        await expect.poll(() => beyond(page), { timeout: PATIENCE }).toEqual([]);
        found.push(...(await captions(page)));
        await tryCharts(page);
      }
      await tryBenches(page);
      // Where the page is low, curves are a tab of the output.
      expect(found.length).toBeGreaterThanOrEqual(4);
      for (const caption of found) expect(caption.trim().length).toBeGreaterThan(20);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  },
);

test.each([
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
])(
  '$width×$height: a clicker goes through slides that axe finds nothing in, and leaving gives everything back',
  async (viewport) => {
    const { page, complaints, close } = await visit({ viewport, at: '?present=1' });
    try {
      await page.evaluate(() => window.playground.ready);
      await page.evaluate(axe);
      const before = await page.evaluate(() => window.playground.experiment());
      const titles: (string | null)[] = [];
      for (;;) {
        titles.push(await page.getByRole('heading', { level: 1 }).textContent());
        expect(await violations(page)).toEqual([]);
        expect(await overflow(page)).toEqual([0, 0]);
        await expect.poll(() => cut(page), { timeout: PATIENCE }).toEqual([]);
        if (await page.getByRole('button', { name: 'Next slide' }).isDisabled()) break;
        await page.keyboard.press('PageDown');
      }
      expect(titles.length).toBeGreaterThan(5);
      expect(new Set(titles).size).toBe(titles.length);
      await page.keyboard.press('b');
      await page.getByRole('button', { name: 'Show the slide again' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('heading', { name: /^Predictive coding/ }).waitFor();
      expect(await page.evaluate(() => window.playground.experiment())).toEqual(before);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  },
);

test('on a phone a strip that goes on sideways fades where it does, and shows what is chosen', async () => {
  const { page, complaints, close } = await visit({ viewport: { width: 390, height: 844 } });
  try {
    await page.evaluate(() => window.playground.ready);
    const strip = (name: string) => page.getByRole('radiogroup', { name, exact: true }).locator('..');
    const fades = (name: string) =>
      strip(name).evaluate((it) => {
        const styles = getComputedStyle(it);
        return ['--before', '--after'].map((side) => Number.parseFloat(styles.getPropertyValue(side)) > 0);
      });
    const goThrough = async (name: string) => {
      const choices = page.getByRole('radiogroup', { name, exact: true }).getByRole('radio');
      await expect.poll(() => fades(name), { timeout: PATIENCE }).toEqual([false, true]);
      await choices.last().check({ force: true });
      await expect.poll(() => fades(name), { timeout: PATIENCE }).toEqual([true, false]);
    };
    await goThrough('Panel');
    await page.keyboard.press('l');
    await goThrough('Bench');
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});

test('by keyboard: the focus stays where a press changes or ends what was pressed', async () => {
  const { page, complaints, close } = await visit();
  await page.evaluate(() => window.playground.ready);
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: it } = document;
      return it instanceof HTMLInputElement
        ? (it.labels?.[0]?.textContent.trim() ?? '')
        : it?.textContent?.trim() || it?.ariaLabel;
    });
  await page.getByRole('button', { name: 'Settling steps: back to 20' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(focused).toMatch(/Settling steps/);
  await page.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
  expect(await focused()).toBe('Undo (Ctrl+Z)');
  await page.getByRole('button', { name: 'Train', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe('Stop');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe('Train');
  expect(complaints).toEqual([]);
  await close();
});
