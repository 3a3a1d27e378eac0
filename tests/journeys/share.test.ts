import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { encodeTensors } from '#experiment/safetensors.ts';
import { visit } from '../setup/visit.ts';

/** A visit of one’s own, ready, in which nothing was complained about. */
async function visiting(at: string, look: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await visit({ at, webgpu: 'bare', acceptDownloads: true });
  try {
    await page.evaluate(() => window.playground.ready);
    await look(page);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
}

const settled = (page: Page) => page.evaluate(() => window.playground.settle());
const parameters = (page: Page) =>
  page.evaluate(async () => {
    const document = (await window.playground.experiment({ parameters: true })) as { parameters: unknown };
    return document.parameters;
  });
const step = (page: Page) => page.getByRole('slider', { name: 'Settling step', exact: true });

/** Trained, drawn as a graph, back at the seventh step. */
async function prepare(page: Page): Promise<void> {
  await page.evaluate(() => window.playground.learn({ epochs: 2 }));
  await page.getByRole('radio', { name: 'Graph' }).check({ force: true });
  await step(page).fill('7');
}

async function share(page: Page, section: string): Promise<void> {
  await page.getByRole('button', { name: /^Share/ }).click();
  await page.getByRole('radio', { name: section, exact: true }).check({ force: true });
}

test('a link with exact weights gives another browser identical numbers, and the same picture', () =>
  visiting('', async (page) => {
    await prepare(page);
    await share(page, 'Link');
    await page.getByRole('radio', { name: 'Exact' }).check({ force: true });
    await page.getByText(/identical to the bit/).waitFor();
    const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
    expect(link.length).toBeLessThan(2000);
    await page.keyboard.press('Escape');
    expect(await step(page).inputValue()).toBe('7');
    const numbers = await settled(page);
    await visiting(new URL(link).hash, async (elsewhere) => {
      expect(await step(elsewhere).inputValue()).toBe('7');
      expect(await settled(elsewhere)).toEqual(numbers);
      expect(await elsewhere.getByRole('radio', { name: 'Graph' }).isChecked()).toBe(true);
    });
  }));

test('a file, opened or dropped, brings everything back, and one that is none leaves everything as it was', () =>
  visiting('', async (page) => {
    await prepare(page);
    const before = await parameters(page);
    await share(page, 'File');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save file' }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    const open = (name: string, content: string) =>
      page.getByLabel('Experiment file').setInputFiles({
        name,
        mimeType: 'application/json',
        buffer: Buffer.from(content),
      });
    await open('broken.json', text.slice(0, -40));
    await page.getByText(/file is not JSON/).waitFor();
    expect(await parameters(page)).toEqual(before);
    const learn = async () => {
      await page.evaluate(() => window.playground.learn({ epochs: 1 }));
      expect(await parameters(page)).not.toEqual(before);
    };
    await learn();
    await share(page, 'File');
    await open('experiment.json', text);
    await expect.poll(() => parameters(page)).toEqual(before);
    await learn();
    const transfer = await page.evaluateHandle((content) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([content], 'experiment.json', { type: 'application/json' }));
      return dropped;
    }, text);
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
    await expect.poll(() => parameters(page)).toEqual(before);
  }));

test('weights go out as safetensors and come back to the bit; what does not fit is named; undo brings the old ones back', () =>
  visiting('', async (page) => {
    const drawn = await parameters(page);
    await page.evaluate(() => window.playground.learn({ epochs: 2 }));
    const trained = await parameters(page);
    await share(page, 'File');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save weights' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(/weights\.safetensors$/);
    const bytes = await readFile(await saved.path());
    await page.evaluate(async () => window.playground.load(await window.playground.experiment()));
    expect(await parameters(page)).toEqual(drawn);
    const open = (buffer: Buffer) =>
      page
        .getByLabel('Weights file')
        .setInputFiles({ name: 'it.safetensors', mimeType: 'application/octet-stream', buffer });
    await open(bytes.subarray(0, -8));
    await page
      .getByRole('alert')
      .getByText(/beyond the end of the file/)
      .first()
      .waitFor();
    const other = new Map([['weights.w1', { shape: [1, 1], numbers: [1] }]]);
    await open(Buffer.from(encodeTensors({ tensors: other, texts: new Map() })));
    await page
      .getByRole('alert')
      .getByText(/^weights\.w1 is of shape \[1, 1\]/)
      .waitFor();
    expect(await parameters(page)).toEqual(drawn);
    await open(bytes);
    await expect.poll(() => parameters(page)).toEqual(trained);
    await page.keyboard.press('Control+z');
    await expect.poll(() => parameters(page)).toEqual(drawn);
  }));

test('who comes back finds everything as it was left, and can start fresh', () =>
  visiting('', async (page) => {
    const drawn = await parameters(page);
    await prepare(page);
    const left = await parameters(page);
    await expect.poll(() => page.evaluate(() => localStorage.getItem('kept'))).not.toBeNull();
    await page.waitForTimeout(4000);
    await page.goto(new URL('?again', page.url()).href.replace(/#.*/, ''));
    await page.evaluate(() => window.playground.ready);
    expect(await parameters(page)).toEqual(left);
    expect(await page.getByRole('radio', { name: 'Graph' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Start fresh' }).click();
    await expect.poll(() => parameters(page)).toEqual(drawn);
  }));
