import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experiment, opened, PATIENCE, units } from '../setup/opened.ts';

/** Layers in their order from the input. */
async function layers(page: Page): Promise<number[]> {
  const { network } = await experiment(page);
  const sizes = [];
  for (let id: string | undefined = 'x0'; id; id = network.connections.find((it) => it.from === id)?.to)
    sizes.push(network.nodes.find((it) => it.id === id)!.units);
  return sizes;
}

/** Presses a button until its layer is of the size wanted. */
async function size(page: Page, layer: string, wanted: number, press: (name: string) => Promise<void>) {
  const at = { 'layer 1': 1, 'layer 2': 2, output: 3 }[layer]!;
  for (let now = (await layers(page))[at]!; now !== wanted; now = (await layers(page))[at]!) {
    await press(`${layer}: one neuron ${now < wanted ? 'more' : 'less'}`);
    await expect.poll(async () => (await layers(page))[at]).toBe(now + Math.sign(wanted - now));
  }
}

async function learns(page: Page): Promise<void> {
  expect(await layers(page)).toEqual([2, 6, 4, 2]);
  const { loss } = await page.evaluate(() => window.playground.learn({ epochs: 10 }));
  expect(loss.at(-1)).toBeLessThan(loss[0]!);
}

test('2-6-4-2 is built from nothing by mouse', () =>
  opened({}, async (page) => {
    const click = (name: string | RegExp) => page.getByRole('button', { name }).click();
    await click(/^Experiment:/);
    await page.getByRole('button', { name: /^Blank/ }).click();
    await expect.poll(() => units(page)).toEqual([2, 1]);
    for (const count of [3, 4]) {
      await page.getByRole('button', { name: 'Add a hidden layer before the output' }).click();
      await expect.poll(async () => (await units(page)).length).toBe(count);
    }
    for (const [layer, wanted] of [
      ['layer 1', 6],
      ['layer 2', 4],
      ['output', 2],
    ] as const)
      await size(page, layer, wanted, (name) => page.getByRole('button', { name }).click());
    await learns(page);
  }));

/** Presses Tab until what has the focus has a name like this. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 250; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

test('2-6-4-2 is built from nothing by keyboard alone', { timeout: 240_000 }, () =>
  opened({}, async (page) => {
    await tabTo(page, /^Experiment:/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^Blank/);
    await page.keyboard.press('Enter');
    await expect.poll(() => units(page)).toEqual([2, 1]);
    for (const count of [3, 4]) {
      await tabTo(page, /^Add a hidden layer before the output/);
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await units(page)).length).toBe(count);
    }
    for (const [layer, wanted] of [
      ['layer 1', 6],
      ['layer 2', 4],
      ['output', 2],
    ] as const)
      await size(page, layer, wanted, async (name) => {
        const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
        if (focused !== name) await tabTo(page, new RegExp(`^${name}$`));
        await page.keyboard.press('Enter');
      });
    await learns(page);
  }),
);

test('twenty mixed edits by hand are undone one by one, back to the start', () =>
  opened({}, async (page) => {
    const before = await experiment(page);
    const box = (name: string) => page.getByRole('textbox', { name, exact: true });
    const type = async (name: string, text: string) => {
      await box(name).fill(text);
      await box(name).press('Enter');
    };
    const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
    const edits: (() => Promise<unknown>)[] = [
      () => type('Step size, value', '0.05'),
      () => type('Settling steps, value', '30'),
      () => type('Output precision, value', '0.5'),
      () => press('layer 1: one neuron more'),
      () => press('layer 2: one neuron less'),
      () => type('layer 1, precision', '2'),
      () => press('Add a hidden layer before the output'),
      () => type('Learning rate, value', '0.02'),
      () => page.getByRole('radio', { name: 'Incremental' }).check({ force: true }),
      () => page.getByRole('radio', { name: 'Xor' }).check({ force: true }),
      () => page.getByRole('radio', { name: 'SGD' }).check({ force: true }),
      () => type('Samples', '128'),
      () => type('layer 3, neurons', '4'),
      () => page.getByRole('combobox', { name: 'layer 1, activation' }).selectOption({ label: 'ReLU' }),
      () => type('Batch size, value', '16'),
      () => page.getByRole('radio', { name: 'f before weights' }).check({ force: true }),
      () => type('Data seed', '7'),
      () => page.getByRole('radio', { name: 'Strict' }).check({ force: true }),
      () => type('Step size, value', '0.2'),
      () => page.getByRole('combobox', { name: 'start' }).selectOption({ label: 'Zero' }),
    ];
    expect(edits).toHaveLength(20);
    const states = [JSON.stringify(before)];
    for (const edit of edits) {
      await edit();
      await expect.poll(async () => JSON.stringify(await experiment(page))).not.toBe(states.at(-1));
      states.push(JSON.stringify(await experiment(page)));
    }
    await page.getByRole('heading', { name: 'Layers' }).click();
    for (const state of states.slice(0, -1).reverse()) {
      await page.getByRole('button', { name: /^Undo/ }).click();
      await expect
        .poll(async () => JSON.stringify(await experiment(page)), { timeout: PATIENCE })
        .toBe(state);
    }
    expect(await page.getByRole('button', { name: /^Undo/ }).isDisabled()).toBe(true);
  }));
