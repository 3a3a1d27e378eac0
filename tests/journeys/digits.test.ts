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

const mean = (numbers: readonly number[]) => numbers.reduce((sum, it) => sum + it, 0) / numbers.length;

test('three epochs of 8,000 digits teach predictive coding as much as backprop', async () => {
  const { page, complaints, close } = await visit({ at: '#preset=digits' });
  try {
    await page.evaluate(() => window.playground.ready);
    const accuracies = async (rule: string) => {
      const found: number[] = [];
      for (const seed of [1, 2, 3]) {
        const { accuracy } = await page.evaluate(
          async ({ rule, seed }) => {
            const { playground } = window;
            const preset = (await playground.experiment()) as {
              network: { nodes: { id: string; units: number }[] };
              inference: object;
            };
            const units = [784, 128, 64, 10];
            const nodes = preset.network.nodes.map((node, i) => ({ ...node, units: units[i]! }));
            const network = { ...preset.network, nodes };
            await playground.load({ ...preset, seed, network, inference: { ...preset.inference, rule } });
            await playground.learn({ epochs: 3 });
            return playground.evaluate({ on: 'test' });
          },
          { rule, seed },
        );
        found.push(accuracy!);
      }
      return mean(found);
    };
    const strict = await accuracies('strict');
    expect(strict).toBeGreaterThanOrEqual(0.925);
    expect(Math.abs(strict - (await accuracies('backprop')))).toBeLessThanOrEqual(0.01);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});
