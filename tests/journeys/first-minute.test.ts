import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { visit } from '../setup/visit.ts';

const coach = (page: Page) => page.getByRole('complementary', { name: 'The first minute' });
const press = (page: Page, name: string) => coach(page).getByRole('button', { name }).click();
const reaches = (page: Page, title: string) => coach(page).getByRole('heading', { name: title }).waitFor();

/** Takes the ringed knob by the pointer, up and away, and lets it go. */
async function pull(page: Page): Promise<void> {
  const { x, y, width, height } = (await page.locator('.hint').boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y - 40, { steps: 8 });
  await page.mouse.up();
}

test('a newcomer pulls, clamps, learns and meets the question within a minute, and is not greeted twice', async () => {
  const { page, complaints, close } = await visit({ newcomer: true });
  try {
    const began = performance.now();
    await reaches(page, 'Every spring is a prediction error.');
    await reaches(page, 'Pull me.');
    await pull(page);
    await reaches(page, 'Hold the answer fixed.');
    await press(page, 'Clamp the answer');
    await reaches(page, 'Let it learn.');
    await press(page, 'Learn');
    await reaches(page, 'Is this backprop?');
    await press(page, 'Only sometimes');
    for (let turns = 0; turns < 4; turns++) await press(page, 'Turn π down');
    await reaches(page, 'Only sometimes.');
    expect(performance.now() - began).toBeLessThan(60_000);
    // The figures the lesson turns on: near backprop, and hardly any energy gone.
    const last = coach(page).locator('tr.present');
    await last.filter({ hasText: /^0\.01\s*[\d.]+°/ }).waitFor();
    expect(Number.parseFloat((await last.locator('td').first().textContent())!)).toBeLessThan(5);
    await press(page, 'Close');
    await page.goto(new URL(page.url()).origin + new URL(page.url()).pathname);
    await page.evaluate(() => window.playground.ready);
    expect(await coach(page).count()).toBe(0);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});

test('by keyboard: Enter goes on, the focus stays with the coach, and Escape leaves it', async () => {
  const { page, complaints, close } = await visit({ newcomer: true });
  try {
    await reaches(page, 'Pull me.');
    await coach(page).getByRole('button', { name: 'Next' }).focus();
    await page.keyboard.press('Enter');
    await reaches(page, 'Hold the answer fixed.');
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest('aside')?.getAttribute('aria-label'));
    expect(await focused(), 'the focus stays with the coach').toBe('The first minute');
    await page.keyboard.press('Escape');
    expect(await coach(page).count()).toBe(0);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});

test('everything is asked by W: a press explains instead of acting, and the focus comes back', async () => {
  const { page, complaints, close } = await visit();
  try {
    await page.evaluate(() => window.playground.ready);
    await page.keyboard.press('w');
    await page.getByText('Fixed prediction', { exact: true }).click();
    const answer = page.getByRole('dialog', { name: 'Fixed prediction' });
    await answer.getByText('Predictions stay frozen at the forward pass').waitFor();
    await answer.getByRole('button', { name: 'All words' }).click();
    await page.getByRole('searchbox').fill('angle');
    await page
      .getByRole('dialog', { name: 'Glossary' })
      .getByText(/Now all weights \d/)
      .waitFor();
    await page.getByRole('dialog', { name: 'Glossary' }).getByRole('button', { name: 'Close' }).click();
    const opened = await page.evaluate(() => window.playground.experiment());
    expect(opened).toMatchObject({ inference: { rule: 'strict' } });
    const slider = page.getByRole('slider', { name: /Step size/ });
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('w');
    await page.getByRole('dialog', { name: 'Inference rate' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await slider.evaluate((it) => it === document.activeElement)).toBe(true);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});
