import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { browserFlags } from '../setup/browser-flags.mjs';
import { type Served, serveFolder } from '../setup/serve-folder.ts';

/** Pages without an address of the network may not show those of this machine, else: a rule of the browser's, not of the page. */
const LOCAL = '--disable-features=LocalNetworkAccessChecks';

const frame = (site: string, attributes = '') =>
  `<iframe name="playground" width="1200" height="800" ${attributes} src="${site}#preset=first"></iframe>`;
/** A page that shows the playground, and beside it a frame of somebody else's. */
const slides = (site: string, attributes = '') =>
  `<!doctype html><title>slides</title><link rel="icon" href="data:,">${frame(site, attributes)}<iframe name="other" srcdoc="other"></iframe>`;

let browser: Browser;
let folder: string;
let host: Served;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject('browser'), args: [...browserFlags, LOCAL] });
  folder = mkdtempSync(join(tmpdir(), 'slides-'));
  host = await serveFolder(resolve('dist'), { 'access-control-allow-origin': '*' }, (address) => ({
    'slides.html': slides(inject('site')),
    'sandbox.html': slides(address, 'sandbox="allow-scripts"'),
  }));
});
afterAll(async () => {
  await browser.close();
  host.close();
  rmSync(folder, { recursive: true });
});

async function showing(address: string, look: (page: Page, complaints: string[]) => Promise<void>) {
  const page = await (await browser.newContext({ viewport: { width: 1300, height: 900 } })).newPage();
  const complaints: string[] = [];
  page.on('console', (said) => said.type() === 'error' && complaints.push(said.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(address);
  try {
    await look(page, complaints);
  } finally {
    await page.context().close();
  }
}

interface Heard {
  readonly origin: string;
  readonly data: { readonly playground?: number; readonly id?: unknown; readonly result?: unknown };
}
/** What a window of the page hears until it is answered with this id, asking as it is told. */
const ask = (page: Page, name: string | null, messages: readonly unknown[], id: string) =>
  (name === null ? page.mainFrame() : page.frame(name)!).evaluate(
    ([messages, id]) =>
      new Promise<Heard[]>((resolve) => {
        const heard: Heard[] = [];
        const playground = window.top!.frames[0]!;
        addEventListener('message', ({ data, origin }) => {
          heard.push({ data, origin });
          if (data.id === id) resolve(heard);
        });
        for (const it of messages as unknown[]) playground.postMessage(it, '*');
      }),
    [messages, id] as const,
  );

/** Before the page within listens nobody answers. */
const listening = (page: Page) =>
  page.frame('playground')!.evaluate(async () => void (await window.playground.ready));

const documentAddresses: Readonly<Record<string, () => string>> = {
  data: () => `data:text/html,${encodeURIComponent(slides(inject('site')))}`,
  file: () => {
    writeFileSync(join(folder, 'slides.html'), slides(inject('site')));
    return pathToFileURL(join(folder, 'slides.html')).href;
  },
  'http: (of another origin)': () => `${host.address}slides.html`,
};

test.each(Object.keys(documentAddresses))(
  'a page at %s talks to the playground in it; only who asked is answered, and only what was asked',
  (kind) =>
    showing(documentAddresses[kind]!(), async (page, complaints) => {
      await listening(page);
      await page.evaluate(() => {
        Object.assign(window, { overheard: [] });
        addEventListener('message', ({ data }) => {
          if (data.id === 'other') (window as unknown as { overheard: unknown[] }).overheard.push(data);
        });
      });
      const strange = [
        'playground',
        { playground: 2, id: 'strange', call: 'ready' },
        { id: 'strange', call: 'ready' },
        { playground: 1, id: 'strange', result: 'an answer' },
        null,
        [1],
      ];
      const heard = await ask(
        page,
        null,
        [...strange, { playground: 1, id: 'mine', call: 'settle', args: [{ settleSteps: 2, samples: [0] }] }],
        'mine',
      );
      expect(heard).toHaveLength(1);
      expect(heard[0]!.origin).toBe(new URL(inject('site')).origin);
      expect(heard[0]!.data).toMatchObject({ playground: 1, result: { energy: expect.anything() } });
      const others = await ask(page, 'other', [{ playground: 1, id: 'other', call: 'ready' }], 'other');
      expect(others).toHaveLength(1);
      expect(await page.evaluate(() => (window as unknown as { overheard: unknown[] }).overheard)).toEqual(
        [],
      );
      expect(complaints).toEqual([]);
    }),
);

test('in a sandbox, without an origin, storage or workers, the playground computes and can be changed', () =>
  showing(`${host.address}sandbox.html`, async (page, complaints) => {
    await listening(page);
    const playground = page.frame('playground')!;
    const refused = await playground.evaluate(() => {
      const isRefused = (look: () => unknown) => {
        try {
          look();
          return false;
        } catch {
          return true;
        }
      };
      return [
        self.origin === 'null',
        isRefused(() => localStorage),
        isRefused(() => navigator.serviceWorker),
      ];
    });
    expect(refused).toEqual([true, true, true]);
    const [learned] = await ask(
      page,
      null,
      [{ playground: 1, id: 'learn', call: 'learn', args: [{ updates: 2 }] }],
      'learn',
    );
    expect(learned).toMatchObject({ origin: 'null', data: { result: { updates: 2 } } });
    const before = await playground.evaluate(() => location.hash);
    await playground.getByRole('slider', { name: /Settling steps/ }).press('ArrowUp');
    await expect.poll(() => playground.evaluate(() => location.hash)).not.toBe(before);
    expect(await playground.getByRole('group', { name: 'Network' }).isVisible()).toBe(true);
    expect(await playground.getByRole('status').getByText(/\S/).count()).toBeLessThanOrEqual(1);
    expect(complaints).toEqual([]);
  }));

test('where a host keeps scripts from a frame in a sandbox, a sentence stands there', () =>
  showing(
    `data:text/html,${encodeURIComponent(slides(inject('site'), 'sandbox="allow-scripts"'))}`,
    async (page) => {
      const said = page.frameLocator('[name=playground]').getByText('could not load its scripts');
      await said.waitFor();
      expect(await said.textContent()).toMatch(/open it in a window of its own/);
    },
  ));

test('nor is a page blank whose scripts break off; one that has them says nothing of the kind', () =>
  showing('about:blank', async (page) => {
    await page.goto(inject('site'));
    await page.evaluate(() => window.playground.ready);
    expect(await page.getByText('could not load its scripts').isVisible()).toBe(false);
    await page.context().route(/\.js$/, (route) => route.abort());
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${inject('site')}?again`);
    await page.getByText('could not load its scripts').waitFor();
  }));
