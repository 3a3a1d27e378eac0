import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { visit } from '../setup/visit.ts';

/** From the preset that has nothing between its input and its output. */
async function fromNothing(journey: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await visit({
    at: '#preset=blank',
    viewport: { width: 1440, height: 900 },
  });
  try {
    await page.evaluate(() => window.playground.ready);
    await journey(page);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
}

const network = (page: Page) =>
  page.evaluate(async () => {
    const { nodes, connections } = (
      (await window.playground.experiment()) as {
        network: { nodes: { units: number }[]; connections: { from: string; to: string }[] };
      }
    ).network;
    return { units: nodes.map((it) => it.units), connections: connections.length };
  });

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Walks with Tab, as often as it takes, to what has this name or begins with this text. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const found = await page.evaluate(
      (wanted) =>
        document.activeElement?.getAttribute('aria-label') === wanted ||
        document.activeElement?.textContent?.startsWith(wanted),
      name,
    );
    if (found) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to “${name}”`);
}

test('a network of 2-6-4-2 is built from nothing by mouse, and undone', () =>
  fromNothing(async (page) => {
    expect(await network(page)).toEqual({ units: [2, 1], connections: 1 });
    await button(page, 'Add layer before the output').click();
    await button(page, 'Add layer before the output').click();
    for (const less of [2, 4])
      for (let i = 0; i < less; i++) await button(page, `layer ${less / 2}: one neuron less`).click();
    await button(page, 'output: one neuron more').click();
    await expect.poll(() => network(page)).toEqual({ units: [2, 6, 4, 2], connections: 3 });
    for (let i = 0; i < 20 && (await button(page, 'Undo (Ctrl+Z)').isEnabled()); i++)
      await button(page, 'Undo (Ctrl+Z)').click();
    await expect.poll(() => network(page)).toEqual({ units: [2, 1], connections: 1 });
  }));

test('the same by keyboard alone, with a skip on top', () =>
  fromNothing(async (page) => {
    await tabTo(page, 'Add layer before the output');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    for (const [name, units] of [
      ['layer 1, neurons', '6'],
      ['layer 2, neurons', '4'],
      ['output, neurons', '2'],
    ] as const) {
      await tabTo(page, name);
      await page.keyboard.press('Control+a');
      await page.keyboard.type(units);
      await page.keyboard.press('Enter');
    }
    await tabTo(page, 'Connections');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Connect input to output');
    await page.keyboard.press('Enter');
    await expect.poll(() => network(page)).toEqual({ units: [2, 6, 4, 2], connections: 4 });
  }));

test('a neuron more leaves the weights of the others as they were learned', () =>
  fromNothing(async (page) => {
    await button(page, 'Add layer before the output').click();
    await page.evaluate(() => window.playground.learn({ updates: 3 }));
    const weights = () =>
      page.evaluate(async () => {
        const { parameters } = (await window.playground.experiment({ parameters: true })) as {
          parameters: { weights: Record<string, number[][]> };
        };
        return parameters.weights;
      });
    const before = await weights();
    await button(page, 'layer 1: one neuron more').hover();
    await page.getByText('4 parameters begin anew (input → layer 1, layer 1 → output).').waitFor();
    await button(page, 'layer 1: one neuron more').click();
    await expect.poll(async () => (await network(page)).units).toEqual([2, 9, 1]);
    const after = await weights();
    for (const [id, rows] of Object.entries(before))
      expect(after[id]!.slice(0, rows.length).map((it, i) => it.slice(0, rows[i]!.length))).toEqual(rows);
  }));
