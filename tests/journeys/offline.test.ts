import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { serviceWorkerOf } from '../../build/offline.mjs';
import { browserFlags } from '../setup/browser-flags.mjs';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
};

const folder = mkdtempSync(join(tmpdir(), 'playground-site-'));
let server: Server;
let browser: Browser;
let site: string;
/** What was asked for since the list was last emptied. */
const asked: string[] = [];

beforeAll(async () => {
  cpSync('dist', folder, { recursive: true });
  server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://localhost').pathname.replace(/\/$/, '/index.html');
    asked.push(path);
    try {
      const bytes = readFileSync(join(folder, path));
      response.setHeader('Content-Type', TYPES[path.split('.').at(-1)!] ?? 'application/octet-stream');
      response.end(bytes);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await chromium.launch({ executablePath: inject('browser'), args: browserFlags });
});

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

async function visited(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => localStorage.setItem('tour', 'seen'));
  await page.goto(site);
  await page.evaluate(() => window.playground.ready);
  return page;
}

/** The service worker holds the page's files and answers for them. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    while (registration.active?.state !== 'activated')
      await new Promise((resolve) => setTimeout(resolve, 20));
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 20));
  });

test('after one visit the page opens, settles, learns and shows the laboratory without a network', async () => {
  const page = await visited();
  await kept(page);
  await page.context().setOffline(true);
  await page.goto(`${site}?play=0#preset=deep`);
  const learned = await page.evaluate(async () => {
    await window.playground.ready;
    return window.playground.learn({ updates: 2 });
  });
  expect(learned).toMatchObject({ updates: 2, diverged: false });
  await page.keyboard.press('l');
  for (const bench of ['Twin runs', 'Sweep map', 'Papers', 'Verify', 'Take away']) {
    await page.getByRole('radio', { name: bench, exact: true }).check({ force: true });
    await expect.poll(() => page.getByText('Opening …').count()).toBe(0);
    expect(await page.getByText('This part could not be loaded').count()).toBe(0);
  }
  await page.context().close();
});

test('the digits are fetched when first asked for, and kept', async () => {
  const page = await visited();
  await kept(page);
  asked.length = 0;
  const load = () =>
    page.evaluate(async () => {
      const node = (id: string, units: number, role: string) => ({
        id,
        units,
        clamp: { learning: role, testing: role === 'input' ? role : 'free' },
      });
      await window.playground.load({
        version: 1,
        network: {
          nodes: [node('x', 784, 'input'), node('y', 10, 'target')],
          connections: [{ id: 'w', from: 'x', to: 'y' }],
        },
        data: { name: 'digits', samples: 50 },
      });
      return window.playground.evaluate();
    });
  const online = await load();
  expect(asked).toContain('/digits.bin');
  await page.context().setOffline(true);
  await page.reload();
  expect(await load()).toEqual(online);
  await page.context().close();
});

test('a new version waits until no page of the old one is open, and then is whole', async () => {
  const page = await visited();
  await kept(page);
  const before = await page.evaluate(() => caches.keys());
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  writeFileSync(join(folder, 'index.html'), html.replace('</title>', ' (next)</title>'));
  writeFileSync(join(folder, 'service-worker.js'), serviceWorkerOf(folder));
  // A look of the browser's own, begun before, may have found nothing: whoever stays is looked for again.
  const isWaiting = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      if (!registration.waiting && !registration.installing) await registration.update().catch(() => {});
      return registration.waiting !== null;
    });
  await expect.poll(isWaiting, { interval: 300 }).toBe(true);
  await page.reload();
  expect(await page.title()).not.toContain('(next)');
  const context = page.context();
  await page.close();
  // Each look is a visit of its own: a page that is still open would keep the old version.
  const look = async () => {
    const next = await context.newPage();
    await next.goto(site);
    const title = await next.title();
    await next.close();
    return title;
  };
  await expect.poll(look, { interval: 300 }).toContain('(next)');
  const next = await context.newPage();
  await next.goto(site);
  const after = await next.evaluate(() => caches.keys());
  expect(after).toHaveLength(1);
  expect(after).not.toEqual(before);
  await context.close();
  writeFileSync(join(folder, 'index.html'), html);
  writeFileSync(join(folder, 'service-worker.js'), serviceWorkerOf(folder));
});

test('a version of which one file is another one’s is not taken', async () => {
  const page = await visited();
  await kept(page);
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const worker = readFileSync(join(folder, 'service-worker.js'), 'utf8');
  // The list is already that of the next version, the page is still the old one.
  writeFileSync(join(folder, 'index.html'), `${html}<!-- next -->`);
  const next = serviceWorkerOf(folder);
  writeFileSync(join(folder, 'index.html'), html);
  writeFileSync(join(folder, 'service-worker.js'), next);
  const state = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const update = registration.update().catch(() => {});
    await update;
    const installing = registration.installing;
    while (installing && !['installed', 'redundant'].includes(installing.state))
      await new Promise((resolve) => setTimeout(resolve, 20));
    return { installing: installing?.state, waiting: registration.waiting !== null };
  });
  expect(state).toMatchObject({ waiting: false });
  await page.reload();
  await page.evaluate(() => window.playground.ready);
  await page.context().close();
  writeFileSync(join(folder, 'service-worker.js'), worker);
});
