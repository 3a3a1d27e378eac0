import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experiment, opened, PATIENCE, t } from '../setup/opened.ts';

const box = (page: Page, name: string) => page.getByRole('textbox', { name });
const epoch = async (page: Page) => Number(await page.locator('.training .clock b').textContent());
const energyOnScreen = (page: Page) => page.locator('.transport .f').textContent();
/** Types into a number box as a person would. */
async function type(page: Page, name: string, text: string): Promise<void> {
  await box(page, name).fill(text);
  await box(page, name).press('Enter');
}

test('by keyboard: settle, step, reset, an epoch, help, undo', () =>
  opened({}, async (page) => {
    await page.keyboard.press('r');
    await expect.poll(() => t(page)).toBe(0);
    await page.keyboard.press('.');
    await expect.poll(() => t(page)).toBe(1);
    await page.keyboard.press('Space');
    await expect.poll(() => t(page)).toBe(60);
    await page.keyboard.press('Shift+.');
    await expect.poll(() => epoch(page), { timeout: PATIENCE }).toBe(1);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: 'Strict' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await experiment(page)).inference.rule).toBe('fixed-prediction');
    await page.getByRole('heading', { name: 'Total error, not an energy' }).waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await experiment(page)).inference.rule).toBe('strict');
  }));

test('the energy on screen is the one that settle reports for the same rows', () =>
  opened({}, async (page) => {
    const { energy } = await page.evaluate(() => window.playground.settle());
    await page.getByRole('radio', { name: /^mean of/ }).check({ force: true });
    const total = Object.values(energy).reduce((sum, trace) => sum + trace.at(-1)!, 0);
    await expect.poll(async () => Number(await energyOnScreen(page))).toBeCloseTo(total, 3);
  }));

test('the address holds the experiment: a reload and another browser restore it', () =>
  opened({}, async (page) => {
    await type(page, 'Settling steps, value', '33');
    await page.getByRole('radio', { name: 'Moons' }).check({ force: true });
    await expect.poll(() => page.url()).toMatch(/#e2=/);
    await page.waitForTimeout(700);
    const before = await experiment(page);
    expect(before.inference.settleSteps).toBe(33);
    await page.reload();
    await page.evaluate(() => window.playground.ready);
    expect(await experiment(page)).toEqual(before);
    await opened({ at: new URL(page.url()).hash }, async (elsewhere) =>
      expect(await experiment(elsewhere)).toEqual(before),
    );
  }));

test('a link that is damaged says so, and the page opens or stays as it was', () =>
  opened({ at: '#e1=nonsense' }, async (page) => {
    await page.getByText(/link is damaged/).waitFor();
    expect((await experiment(page)).inference.rule).toBe('strict');
    await page.getByRole('radio', { name: 'Incremental' }).check({ force: true });
    await page.evaluate(() => {
      location.hash = '#doc=%7B%22version%22%3A9%7D';
    });
    await page
      .getByText(/version/i)
      .first()
      .waitFor();
    expect((await experiment(page)).inference.rule).toBe('incremental');
  }));

test.each([
  ['Step size, value', 'fast', 'inferenceRate', 0.1],
  ['Settling steps, value', '∞', 'settleSteps', 60],
  ['Settling steps, value', '', 'settleSteps', 60],
] as const)('%s refuses "%s" with a sentence and keeps its value', (name, text, field, value) =>
  opened({}, async (page) => {
    await type(page, name, text);
    await page
      .getByText(/is not a number/)
      .first()
      .waitFor();
    expect((await experiment(page)).inference[field]).toBe(value);
  }),
);

test('a step size beyond the cliff is explained, and one click cures it', () =>
  opened({}, async (page) => {
    await type(page, 'Step size, value', '5');
    await type(page, 'Settling steps, value', '60');
    await page.getByText(/Diverged while settling/).waitFor();
    expect(await page.content()).not.toMatch(/NaN/);
    await page.getByRole('button', { name: /^Set η to/ }).click();
    await page.getByText(/Diverged while settling/).waitFor({ state: 'detached' });
    const { inferenceRate } = (await experiment(page)).inference;
    const { stability } = await page.evaluate(() => window.playground.settle());
    expect(inferenceRate / (stability.limit / 2)).toBeCloseTo(1, 1);
  }));

test('a layer is added, given units and removed, and everything can be undone', () =>
  opened({}, async (page) => {
    const units = async () => (await experiment(page)).network.nodes.map((it) => it.units);
    await page
      .getByRole('button', { name: /Add.*layer/ })
      .first()
      .click();
    await expect.poll(async () => (await units()).length).toBe(5);
    await type(page, 'layer 1, neurons', '5');
    await expect.poll(async () => (await units())[1]).toBe(5);
    await page.getByRole('button', { name: 'More for layer 2' }).click();
    await page.getByRole('button', { name: 'Remove layer 2' }).click();
    await expect.poll(units).toEqual([2, 5, 8, 1]);
    await page.getByRole('heading', { name: 'Layers' }).click();
    for (let edits = 0; edits < 3; edits++) await page.keyboard.press('Control+z');
    await expect.poll(units).toEqual([2, 8, 8, 1]);
  }));

test.each(['strict', 'fixed-prediction', 'zero-divergence', 'incremental', 'backprop'])(
  '%s learns the circle in the page',
  (rule) =>
    opened({}, async (page) => {
      const document = (await experiment(page)) as object;
      const result = await page.evaluate(
        async ([d, id]) => {
          await window.playground.load({ ...d, inference: { rule: id } });
          return window.playground.learn({ epochs: 20 });
        },
        [document, rule] as const,
      );
      expect(result.diverged).toBe(false);
      expect(result.accuracy!.at(-1)).toBeGreaterThan(0.95);
    }),
);

test('WebGPU can be chosen, and goes on where the CPU was', () =>
  opened({}, async (page) => {
    const [before, after] = await page.evaluate(async () => {
      const { playground } = window;
      await playground.learn({ epochs: 2 });
      const document = await playground.experiment({ parameters: true });
      const onCpu = await playground.settle();
      const { engine } = await playground.load(document, { engine: 'webgpu' });
      const onGpu = await playground.settle();
      return [onCpu, { ...onGpu, engine }];
    });
    expect(after.engine).toBe('webgpu');
    expect(after.comparison.all!.angleDegrees).toBeCloseTo(before.comparison.all!.angleDegrees, 2);
    await page.getByRole('heading', { name: 'Speed' }).click();
    await expect.poll(() => page.getByRole('combobox', { name: 'Engine' }).inputValue()).toBe('webgpu');
  }));

test('an edit shows on the chosen sample before the figures of its batch', () =>
  opened({}, async (page) => {
    const order = await page.evaluate(async () => {
      const diagram = document.querySelector('[data-panel="network"] .body')!;
      const energy = document.querySelector('.transport .f')!;
      const seen: string[] = [];
      const note = (what: string) => () => void (seen.includes(what) || seen.push(what));
      const all = { subtree: true, childList: true, characterData: true, attributes: true };
      new MutationObserver(note('sample')).observe(diagram, all);
      new MutationObserver(note('batch')).observe(energy, all);
      const slider = [...document.querySelectorAll('.slider')].find((it) =>
        it.textContent!.includes('Step size'),
      )!;
      const input = slider.querySelector<HTMLInputElement>('input[type="range"]')!;
      input.value = '300';
      input.dispatchEvent(new Event('input', { bubbles: true }));
      while (seen.length < 2) await new Promise(requestAnimationFrame);
      return seen;
    });
    expect(order).toEqual(['sample', 'batch']);
  }));

test('an engine that is not there is refused with a sentence, and the old one stays', () =>
  opened({ webgpu: 'bare' }, async (page) => {
    await page.getByRole('heading', { name: 'Speed' }).click();
    const engine = page.getByRole('combobox', { name: 'Engine' });
    await engine.selectOption('webgpu');
    await page
      .locator('.notices')
      .getByText(/WebGPU|adapter/)
      .first()
      .waitFor();
    expect(await engine.inputValue()).toBe('auto');
    await engine.selectOption('cpu');
    await expect.poll(() => engine.inputValue()).toBe('cpu');
  }));

test('flat out, training and settling end where they are asked to', () =>
  opened({}, async (page) => {
    for (const clock of ['settling', 'training']) {
      await page.getByRole('combobox', { name: `Pace of ${clock}` }).selectOption('Max');
    }
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => epoch(page), { timeout: 60_000 }).toBe(50);
    await page.getByRole('button', { name: 'Settle', exact: true }).click();
    await expect.poll(() => t(page)).toBe(60);
  }));

test('without WebGPU the page does all the same, and says what it runs on', () =>
  opened({ webgpu: 'absent' }, async (page) => {
    await page.getByRole('heading', { name: 'Speed' }).click();
    await page.getByText(/WebGPU works only on pages from https or localhost/).waitFor();
    await page.getByRole('button', { name: 'One epoch' }).click();
    await expect.poll(() => epoch(page), { timeout: PATIENCE }).toBe(1);
  }));

test('networks of other names and shapes follow each other without a complaint', () =>
  opened({}, async (page) => {
    const chain = (...ids: string[]) => ({
      version: 1,
      network: {
        nodes: ids.map((id, i) => ({
          id,
          units: i === 0 ? 2 : i === ids.length - 1 ? 1 : 3,
          ...(i === 0 && { clamp: { learning: 'input', testing: 'input' } }),
          ...(i === ids.length - 1 && { clamp: { learning: 'target' } }),
        })),
        connections: ids.slice(1).map((id, i) => ({ id: `to ${id}`, from: ids[i], to: id })),
      },
      data: { name: 'circle' },
    });
    for (const ids of [
      ['in', 'p', 'q', 'r', 's', 'out'],
      ['in', 'out'],
      ['a', 'b', 'c'],
      ['x0', 'x1', 'x2', 'x3'],
    ]) {
      await page.evaluate((document) => window.playground.load(document), chain(...ids));
      const { energy } = await page.evaluate(() => window.playground.settle());
      expect(Object.keys(energy)).toEqual(ids.slice(1));
      await page.waitForTimeout(100);
    }
    await page.getByRole('button', { name: 'Undo' }).waitFor();
  }));

test('canvases follow a theme that is changed while one looks', () =>
  opened({ colorScheme: 'light' }, async (page) => {
    const canvas = page.locator('[data-panel="errors"] canvas').first();
    await canvas.waitFor();
    const colour = () => canvas.evaluate((it: HTMLCanvasElement) => it.toDataURL());
    const light = await colour();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(colour).not.toBe(light);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(colour).toBe(light);
  }));
