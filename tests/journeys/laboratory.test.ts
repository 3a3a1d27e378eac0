import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { benches } from '#view/laboratory/benches.ts';
import { experiment, opened, PATIENCE } from '../setup/opened.ts';
import { visit } from '../setup/visit.ts';

/** What takes long on a busy machine without a GPU is given this. */
const LONG = 60_000;

const laboratory = (page: Page) => page.getByRole('region', { name: 'Laboratory', exact: true });
const place = (page: Page, label: string) => page.getByRole('radio', { name: label, exact: true });
const settings = async (page: Page) => (await experiment(page)).inference;

/** Opens the laboratory at a bench, by key. */
async function visitBench(page: Page, label: string): Promise<void> {
  await page.keyboard.press('l');
  await place(page, label).check({ force: true });
}

/** Something that only a bench with its result shows. */
const results: Record<(typeof benches)[number]['id'], (page: Page) => ReturnType<Page['locator']>> = {
  questions: (page) => page.getByRole('button', { name: 'Settle and compare' }),
  rules: (page) => page.getByRole('row', { name: /Zero-divergence.*aligned/ }),
  twins: (page) => page.getByRole('img', { name: /Both answers over the plane/ }),
  sweep: (page) => page.getByRole('img', { name: /Angle over η and T.*settlings/ }),
  papers: (page) => page.getByRole('columnheader', { name: 'Expected' }),
  verify: (page) => page.getByRole('row', { name: /Backprop is the textbook’s/ }),
  'take-away': (page) => page.getByRole('textbox', { name: /The beginning of .*\.py/ }),
};

test('the laboratory opens by key and by button, each bench shows what it is for, and closing gives the panels back', () =>
  opened({}, async (page) => {
    await page.keyboard.press('l');
    for (const { id, label, summary } of benches) {
      await place(page, label).check({ force: true });
      await page.getByText(summary, { exact: true }).waitFor();
      await results[id](page).waitFor();
    }
    expect(await page.locator('[data-panel]').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.locator('[data-panel="network"]').waitFor();
    await page.getByRole('button', { name: /^Laboratory/ }).click();
    // It opens where it was left.
    expect(await place(page, benches.at(-1)!.label).isChecked()).toBe(true);
    await page.getByRole('button', { name: /^Close the laboratory/ }).click();
    await page.locator('[data-panel="network"]').waitFor();
  }));

test('a sweep can be stopped, runs to its end, and a pixel of it is loaded and taken back', () =>
  opened({}, async (page) => {
    await visitBench(page, 'Sweep map');
    await results.sweep(page).waitFor();
    await page.getByRole('radio', { name: 'a short training' }).check({ force: true });
    await page.getByTitle(/^Compute 64 values/).click();
    const bar = laboratory(page).getByRole('progressbar', { name: 'Sweep map' });
    await expect.poll(() => bar.getAttribute('value').then(Number), { timeout: LONG }).toBeGreaterThan(0);
    await page.getByTitle('Stop: Sweep map').click();
    await laboratory(page)
      .getByText(/^Stopped/)
      .waitFor();
    await page.getByRole('radio', { name: 'a settling' }).check({ force: true });
    await page.getByTitle('Compute the map').click();
    await results.sweep(page).waitFor({ timeout: LONG });
    const before = await settings(page);
    const plane = page.getByRole('button', { name: /loads (it|one)$/ });
    const box = (await plane.boundingBox())!;
    await plane.click({ position: { x: 0.2 * box.width, y: 0.7 * box.height } });
    const said = (await plane.getAttribute('aria-label'))!;
    const [, rate, steps] = /η = ([\d.]+), T = (\d+)/.exec(said)!;
    await expect.poll(async () => (await settings(page)).settleSteps).toBe(Number(steps));
    expect((await settings(page)).inferenceRate / Number(rate)).toBeCloseTo(1, 2);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(() => settings(page)).toEqual(before);
  }));

test('twins learn under one transport, part, and are seen again as they were', () =>
  opened({}, async (page) => {
    await visitBench(page, 'Twin runs');
    const figure = (side: string, name: string) =>
      page
        .getByRole('region', { name: `The ${side} run` })
        .getByText(name, { exact: true })
        .locator('xpath=following::dd[1]')
        .innerText();
    const plane = page.getByRole('img', { name: /^Both answers over the plane/ });
    await expect.poll(() => plane.getAttribute('aria-label')).toMatch(/alike on 100\s% of the plane/);
    const start = await figure('left', 'Loss');
    expect(await figure('right', 'Loss')).toBe(start);
    await page.getByTitle('Both learn until paused').click();
    const clock = page.locator('.laboratory .clock b');
    await expect.poll(() => clock.innerText().then(Number), { timeout: LONG }).toBeGreaterThan(3);
    const pause = page.getByTitle('Pause both');
    if (await pause.isVisible()) await pause.click({ timeout: PATIENCE }).catch(() => undefined);
    await expect.poll(() => plane.getAttribute('aria-label')).toMatch(/alike on \d?\d\s% of the plane/);
    expect(await figure('left', 'Loss')).not.toBe(await figure('right', 'Loss'));
    await page.getByRole('slider', { name: 'Epoch of both runs' }).fill('0');
    await expect.poll(() => figure('right', 'Loss')).toBe(start);
    expect(await figure('left', 'Loss')).toBe(start);
  }));

// Those of the agreement dial are among the questions.
test.each(['skip-graph', 'xor-fixed'])('the checks of %s all pass, where they apply', (preset) =>
  opened({ at: `#preset=${preset}` }, async (page) => {
    await visitBench(page, 'Verify');
    await page.getByTitle(/^Run every check/).click();
    await laboratory(page)
      .getByText(/^\d+ passed, none failed/)
      .waitFor({ timeout: LONG });
  }),
);

test('a paper shows what is expected beside what is obtained, and opens with its settings', () =>
  opened({}, async (page) => {
    await visitBench(page, 'Papers');
    await page.getByRole('button', { name: /^A graph of scalars/ }).click();
    const rows = page.locator('.laboratory .figures tbody tr');
    expect((await rows.locator('td:nth-child(3)').allInnerTexts()).join('')).not.toMatch(/\d/);
    await page.getByTitle('Run A graph of scalars').click();
    await page.getByText(/^All \d+ figures as expected\.$/).waitFor({ timeout: LONG });
    for (const column of [2, 3])
      for (const text of await rows.locator(`td:nth-child(${column})`).allInnerTexts())
        expect(text).toMatch(/\d/);
    const before = await experiment(page);
    await page
      .getByTitle(/^Open .* on the page$/)
      .first()
      .click();
    await page.locator('[data-panel="network"]').waitFor();
    expect((await experiment(page)).network).not.toEqual(before.network);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(() => experiment(page)).toEqual(before);
  }));

test('a link opens in the bench in which it was taken', () =>
  opened({ webgpu: 'bare' }, async (page) => {
    await visitBench(page, 'Rules');
    await results.rules(page).waitFor();
    await page.getByRole('button', { name: /^Share/ }).click();
    await page.getByRole('radio', { name: 'Link', exact: true }).check({ force: true });
    const field = page.getByRole('textbox', { name: 'Link' });
    await expect.poll(() => field.inputValue()).toContain('#');
    const { hash } = new URL(await field.inputValue());
    const guest = await visit({ webgpu: 'bare', at: hash });
    try {
      await results.rules(guest.page).waitFor();
      expect(await place(guest.page, 'Rules').isChecked()).toBe(true);
      expect(guest.complaints).toEqual([]);
    } finally {
      await guest.close();
    }
  }));

test('without WebGPU and by keyboard alone a map is walked, a pixel loaded and taken back', () =>
  opened({ webgpu: 'absent' }, async (page) => {
    await page.keyboard.press('l');
    await place(page, 'Questions').focus();
    for (let k = 0; k < 3; k++) await page.keyboard.press('ArrowRight');
    await results.sweep(page).waitFor({ timeout: LONG });
    const before = await settings(page);
    await page.getByRole('button', { name: /^Pixels of the map/ }).focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
    await expect.poll(() => settings(page)).not.toEqual(before);
    await page.keyboard.press('Control+z');
    await expect.poll(() => settings(page)).toEqual(before);
    await page.keyboard.press('l');
    await page.locator('[data-panel="network"]').waitFor();
  }));
