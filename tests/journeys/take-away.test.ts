import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { compute, pythonWith } from '../oracles/python.ts';
import { visit } from '../setup/visit.ts';

const python = pythonWith('numpy');

/** Saves what a button of this title offers. */
async function saved(page: Page, title: RegExp): Promise<{ readonly name: string; readonly text: string }> {
  const button = page.getByTitle(title);
  await button.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

const EDITED = /^STEPS = 33 /m;

test(`the experiment on the page is taken away as it is, trained and edited${python ? ', and Python finds its numbers' : ''}`, async () => {
  const { page, complaints, close } = await visit({
    at: '#preset=agreement-dial',
    viewport: { width: 1440, height: 900 },
  });
  try {
    await page.evaluate(() => window.playground.ready);
    await page.evaluate(() => window.playground.learn({ updates: 3 }));
    await page.keyboard.press('l');
    await page.getByText('Take away', { exact: true }).click();
    const before = await saved(page, /^Save: Python, NumPy alone/);
    expect(before.name).toBe('agreement-dial.py');
    expect(before.text).not.toMatch(EDITED);

    const steps = page.getByRole('textbox', { name: /Settling steps/ });
    await steps.fill('33');
    await steps.press('Enter');
    const after = await saved(page, /^Save: Python, NumPy alone/);
    expect(after.text).toMatch(EDITED);
    const file = await saved(page, /^Save: Experiment/);
    const trained = await page.evaluate(async () => {
      const { parameters } = (await window.playground.experiment({ parameters: true })) as {
        parameters: unknown;
      };
      return JSON.stringify(parameters);
    });
    expect(JSON.parse(file.text).parameters).toEqual(JSON.parse(trained));
    if (python)
      for (const { said, status } of compute(python, [before.text, after.text])) {
        expect(said).toMatch(/\nAGREES: /);
        expect(status).toBe(0);
      }
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});
