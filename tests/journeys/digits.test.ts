import { expect, test } from 'vitest';
import { visit } from '../setup/visit.ts';

/** A stretch of the main thread during which a click would wait, in milliseconds. */
const LONG = 50;

test.each(['strict', 'backprop'])(
  '%s learns handwritten digits to above 90 %% of the test set, with progress, while the page stays responsive',
  async (rule) => {
    const { page, complaints, close } = await visit({
      at: '#preset=digits',
      viewport: { width: 1440, height: 900 },
    });
    try {
      await page.evaluate(() => window.playground.ready);
      await page.evaluate(async (id) => {
        const document = (await window.playground.experiment()) as object;
        await window.playground.load({ ...document, inference: { rule: id } });
      }, rule);
      await page.evaluate(() => {
        const durations: number[] = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) durations.push(entry.duration);
        }).observe({ entryTypes: ['longtask'] });
        Object.assign(window, { durations });
      });
      await page.getByRole('button', { name: /^Train/ }).click();
      await page.getByRole('progressbar', { name: 'Training' }).waitFor();
      await page.getByText(/left$/).waitFor();
      await page
        .getByText(/^epoch 2/)
        .first()
        .waitFor({ timeout: 100_000 });
      await page.getByRole('button', { name: 'Stop training' }).click();
      await page.getByRole('button', { name: /^Train/ }).waitFor();
      const { accuracy } = await page.evaluate(() => window.playground.evaluate({ on: 'test' }));
      expect(accuracy).toBeGreaterThan(0.9);
      const durations = await page.evaluate(() => (window as unknown as { durations: number[] }).durations);
      expect(durations.filter((it) => it > LONG)).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  },
);
