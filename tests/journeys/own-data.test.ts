import { expect, test } from 'vitest';
import { experiment, opened } from '../setup/opened.ts';

const TABLE = [
  'length;width;kind',
  '1,2;0,3;a',
  '5,1;1,8;b',
  '1,4;0,2;a',
  '4,9;1,5;b',
  '1,3;0,4;a',
  '4,7;oops;b',
];

test('a pasted table with decimal commas becomes rows, its fault is named, and the network learns it', () =>
  opened({}, async (page) => {
    await page.getByRole('button', { name: /Table/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Table as text' }).fill(TABLE.join('\n'));
    await dialog.getByText(/Line 7.*width.*oops/).waitFor();
    await dialog.getByRole('button', { name: /^Use 5 rows/ }).click();
    await expect.poll(async () => (await experiment(page)).data.name).toBe('rows');
    const { data } = await experiment(page);
    expect(data.inputs).toHaveLength(5);
    const classes = data.targets!.map((it) => it.join());
    expect([classes[0], classes[2], classes[4]]).toEqual([classes[0], classes[0], classes[0]]);
    expect([classes[1], classes[3]]).toEqual([classes[1], classes[1]]);
    expect(classes[0]).not.toBe(classes[1]);
    const { accuracy } = await page.evaluate(async () => {
      await window.playground.learn({ epochs: 60 });
      return window.playground.evaluate();
    });
    expect(accuracy).toBe(1);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(async () => (await experiment(page)).data.name).toBe('circle');
  }));

test('a file of twenty thousand lines is read and used, and says what it is', () =>
  opened({}, async (page) => {
    await page.getByRole('button', { name: /Table/ }).first().click();
    const dialog = page.getByRole('dialog');
    const lines = Array.from({ length: 20_000 }, (_, i) => `${i % 97},${i % 89},${i % 2 ? 'odd' : 'even'}`);
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'long.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`a,b,kind\n${lines.join('\n')}`),
    });
    await dialog.getByText('20,000 lines, 3 columns, parted by commas.').waitFor();
    await dialog.getByRole('button', { name: /^Use 20,000 rows/ }).click();
    await expect.poll(async () => (await experiment(page)).data.inputs?.length).toBe(20_000);
    expect((await experiment(page)).data.inputs![98]).toHaveLength(2);
  }));

test('points of two classes are drawn, by mouse and by keys, and undo takes back a stroke', () =>
  opened({}, async (page) => {
    await page
      .getByRole('button', { name: /Points/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const canvas = dialog.locator('svg[role], svg[tabindex]').first();
    const { x, y, width, height } = (await canvas.boundingBox())!;
    await page.mouse.click(x + 0.25 * width, y + 0.25 * height);
    await page.keyboard.press('2');
    await page.mouse.click(x + 0.75 * width, y + 0.7 * height);
    await expect.poll(async () => (await experiment(page)).data.inputs?.length).toBe(2);
    const { inputs, targets } = (await experiment(page)).data;
    expect([inputs![0]![0]! < 0, inputs![0]![1]! > 0, inputs![1]![0]! > 0, inputs![1]![1]! < 0]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(targets![0]).not.toEqual(targets![1]);
    await canvas.focus();
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
    await expect.poll(async () => (await experiment(page)).data.inputs?.length).toBe(3);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await experiment(page)).data.inputs?.length).toBe(2);
  }));
