import { expect, test } from 'vitest';
import { experiment, opened, PATIENCE } from '../setup/opened.ts';

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
      () => press('Add layer before the output'),
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
