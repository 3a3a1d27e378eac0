import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { expect, inject, test } from 'vitest';
import { browserFlags, pictureFlags } from '../setup/browser-flags.mjs';

const FILE = 'predictive-coding-playground.html';

test('the single file opens from a folder of its own without a server, learns digits and shows the laboratory', async () => {
  const stick = mkdtempSync(join(tmpdir(), 'stick '));
  cpSync(join('dist-single', FILE), join(stick, FILE));
  const browser = await chromium.launch({
    executablePath: inject('browser'),
    args: [...browserFlags, ...pictureFlags],
  });
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on('console', (said) => said.type() === 'error' && complaints.push(said.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => asked.push(request.url()));
    await page.addInitScript(() => localStorage.setItem('tour', 'seen'));
    const address = pathToFileURL(join(stick, FILE)).href;
    await page.goto(`${address}#preset=digits`);
    const { adapter } = await page.evaluate(() => window.playground.ready);
    expect(adapter).toMatch(/WASM|SwiftShader/);
    const before = await page.evaluate(() => window.playground.evaluate());
    await page.evaluate(() => window.playground.learn({ updates: 20 }));
    const after = await page.evaluate(() => window.playground.evaluate());
    expect(after.loss).toBeLessThan(before.loss);
    await page.keyboard.press('l');
    await page.getByRole('radio', { name: 'Rules', exact: true }).check({ force: true });
    await expect.poll(() => page.getByText('Opening …').count()).toBe(0);
    expect(complaints).toEqual([]);
    expect(asked.filter((it) => !/^(data|blob):/.test(it)).map((it) => it.split('#')[0])).toEqual([address]);
  } finally {
    await browser.close();
    rmSync(stick, { recursive: true });
  }
});
