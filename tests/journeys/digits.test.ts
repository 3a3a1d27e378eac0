import { expect, test } from 'vitest';
import { visit } from '../setup/visit.ts';

test.each(['strict', 'backprop'])(
  '%s learns handwritten digits to above 90 per cent of the test set, off the main thread, with progress and a stop',
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
      const train = page.getByRole('button', { name: 'Train', exact: true });
      await train.click();
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await train.waitFor();
      const cores = await page.evaluate(() => navigator.hardwareConcurrency);
      expect(page.workers()).toHaveLength(Math.min(cores, 8));
      await train.click();
      await page.getByRole('progressbar', { name: 'Training' }).waitFor();
      await page.getByText(/left$/).waitFor();
      await train.waitFor({ timeout: 100_000 });
      const { accuracy } = await page.evaluate(() => window.playground.evaluate({ on: 'test' }));
      expect(accuracy).toBeGreaterThan(0.9);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  },
);
