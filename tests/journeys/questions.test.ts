import { expect, test } from 'vitest';
import { questions } from '#lessons/questions/index.ts';
import { opened } from '../setup/opened.ts';

/** The laboratory answers within this. */
const A_MINUTE = 60_000;

test('a newcomer finds an answer to each question of the field, by keyboard, within a minute', () =>
  opened({}, async (page) => {
    await page.keyboard.press('l');
    for (const { title, act, options } of questions) {
      await page.getByRole('button', { name: title }).focus();
      await page.keyboard.press('Enter');
      const card = page.getByRole('region', { name: title });
      await card.getByRole('radio', { name: options[0].label, exact: true }).focus();
      await page.keyboard.press('Space');
      await card.getByRole('button', { name: act }).focus();
      await page.keyboard.press('Enter');
      await card.getByRole('heading', { level: 4 }).waitFor({ timeout: A_MINUTE });
      await card.getByRole('button', { name: 'Try again' }).waitFor({ timeout: A_MINUTE });
      expect(await card.getByText(/^You expected: /).count()).toBe(1);
      expect(await card.getByText(/^Tried on /).count()).toBe(1);
    }
  }));

test('an answer says when it belongs to other settings', () =>
  opened({}, async (page) => {
    await page.keyboard.press('l');
    await page.getByRole('button', { name: questions[0].act }).click();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await page.getByText(/belongs to other settings than those on screen/).count()).toBe(0);
    await page.getByRole('radio', { name: 'Incremental' }).check({ force: true });
    await page.getByText(/belongs to other settings than those on screen/).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(/belongs to other settings than those on screen/).waitFor({ state: 'detached' });
  }));

test('every check of the network passes, is observed, or says why it does not apply', () =>
  opened({}, async (page) => {
    await page.keyboard.press('l');
    await page.getByRole('radio', { name: 'Verify' }).check({ force: true });
    await page.getByRole('button', { name: 'Check this network' }).click();
    await page.getByText(/passed, none failed/).waitFor({ timeout: A_MINUTE });
    expect(await page.getByRole('cell', { name: 'fails' }).count()).toBe(0);
    const rows = page.getByRole('row').filter({ hasText: 'does not apply' });
    for (const text of await rows.allInnerTexts()) expect(text).toContain('Does not apply, because');
  }));
