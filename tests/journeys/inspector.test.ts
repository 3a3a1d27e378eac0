import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { opened as openedWith } from '../setup/opened.ts';

const opened = (journey: (page: Page) => Promise<void>) => openedWith({}, journey);

const figure = async (page: Page, of: 't' | 'f') =>
  Number(await page.locator(`.transport .${of}`).textContent());
const inspector = (page: Page) => page.locator('[data-panel="inspector"]');
const choose = (page: Page, label: string) =>
  page.getByRole('combobox', { name: 'Neuron', exact: true }).selectOption({ label });
const pins = (page: Page) =>
  page.evaluate(async () => {
    const { pins } = (await window.playground.experiment()) as {
      pins?: Record<string, Record<string, number>>;
    };
    return pins ?? {};
  });

test('the settling is scrubbed back by keyboard, shows what it was, and goes on from there', () =>
  opened(async (page) => {
    await page.keyboard.press('r');
    await expect.poll(() => figure(page, 't')).toBe(0);
    const energies = [await figure(page, 'f')];
    for (let t = 1; t <= 4; t++) {
      await page.keyboard.press('.');
      await expect.poll(() => figure(page, 't')).toBe(t);
      energies.push(await figure(page, 'f'));
    }
    const scrubber = page.getByRole('slider', { name: 'Settling step', exact: true });
    await scrubber.press('Home');
    for (const [t, energy] of energies.entries()) {
      await expect.poll(() => figure(page, 't')).toBe(t);
      expect(await figure(page, 'f')).toBe(energy);
      if (t < 4) await scrubber.press('ArrowRight');
    }
    await scrubber.press('End');
    await expect.poll(() => figure(page, 't')).toBe(4);
    await page.getByRole('button', { name: /Back one settling step/ }).click();
    await expect.poll(() => figure(page, 't')).toBe(3);
    await page.getByRole('button', { name: /One settling step/ }).click();
    await expect.poll(() => figure(page, 't')).toBe(4);
    expect(await figure(page, 'f')).toBe(energies[4]);
  }));

test('a neuron chosen from the list is pinned by typing its value, removed, brought back and freed', () =>
  opened(async (page) => {
    await choose(page, 'x₃ of layer 1');
    await page.getByRole('textbox', { name: /Value of x₃ of layer 1/ }).fill('0.5');
    await expect.poll(() => pins(page)).toEqual({ x1: { '2': 0.5 } });
    await inspector(page).getByText('Pinned: it keeps its value in every sample.').waitFor();
    await inspector(page).getByRole('button', { name: 'Free', exact: true }).click();
    await expect.poll(() => pins(page)).toEqual({});
    await inspector(page).getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: /Value of x₃ of layer 1/ }).count()).toBe(0);
    await inspector(page).getByRole('button', { name: 'Restore' }).click();
    await inspector(page).getByText('Free to move.').waitFor();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await inspector(page).getByRole('button', { name: 'Restore' }).waitFor();
  }));

test('a synapse is turned by its slider, and counts whom each way of learning needs', () =>
  opened(async (page) => {
    await choose(page, 'x₁ of layer 1');
    await inspector(page)
      .getByRole('button', { name: /Synapse with x₂ of input/ })
      .click();
    const weight = inspector(page).getByRole('textbox', { name: 'Weight, value' });
    const before = Number((await weight.inputValue()).replace('−', '-'));
    await inspector(page)
      .getByRole('slider', { name: /Weight/ })
      .press('ArrowRight');
    await expect
      .poll(async () => Number((await weight.inputValue()).replace('−', '-')))
      .toBeGreaterThan(before);
    await inspector(page).getByText('2 neurons').waitFor();
    await inspector(page).getByRole('radio', { name: 'Backprop' }).check({ force: true });
    // Its two ends, the eight of layer 2 and the output.
    await inspector(page).getByText('11 neurons').waitFor();
  }));
