import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { type Visit, visit } from '../setup/visit.ts';

const DATABASE = 'predictive-coding-playground';

/** Several pages of one browser, the first one ready, in which nothing was complained about. */
async function visiting(
  look: (page: Page, visit: Visit) => Promise<void>,
  prepare?: () => void,
): Promise<void> {
  const visited = await visit({ webgpu: 'bare' });
  const { page, complaints, close } = visited;
  try {
    if (prepare) {
      await quiet(page);
      await page.addInitScript(prepare);
      await page.goto(bare(page));
    }
    await ready(page);
    await look(page, visited);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
}

const ready = (page: Page) => page.evaluate(() => window.playground.ready);
/** Nothing is being fetched that leaving would cut off. */
async function quiet(page: Page): Promise<void> {
  await ready(page);
  await page.waitForLoadState('networkidle');
}
const bare = (page: Page) => page.url().replace(/[?#].*/, '');

/** Another tab of the same browser, at the bare address. */
async function another(page: Page): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(bare(page));
  await ready(other);
  return other;
}

/** Away and back, to the bare address. */
async function comeBack(page: Page): Promise<void> {
  await quiet(page);
  await page.goto(`${bare(page)}?again`);
  await ready(page);
}

const learn = (page: Page, epochs: number) =>
  page.evaluate(async (count) => {
    await window.playground.learn({ epochs: count });
  }, epochs);
const parameters = (page: Page) =>
  page.evaluate(async () => {
    const document = (await window.playground.experiment({ parameters: true })) as { parameters: unknown };
    return document.parameters;
  });

/** When each record was written, oldest first; `spoil` makes every one of them what it names. */
const records = (page: Page, spoil?: 'newer' | 'damaged') =>
  page.evaluate(
    async ({ name, spoil }) => {
      // To open what is not there would make it.
      if (!(await indexedDB.databases()).some((it) => it.name === name)) return [];
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await done(indexedDB.open(name));
      const store = database.transaction('visits', 'readwrite').objectStore('visits');
      const times: number[] = [];
      for (const key of await done(store.index('at').getAllKeys())) {
        const record = await done(store.get(key));
        times.push(record.at);
        if (spoil === 'newer') await done(store.put({ ...record, version: 99 }, key));
        if (spoil === 'damaged') await done(store.put({ ...record, bytes: record.bytes.slice(0, 100) }, key));
      }
      database.close();
      return times;
    },
    { name: DATABASE, spoil },
  );

/** The page has kept what it shows now. */
async function kept(page: Page): Promise<void> {
  const before = Date.now();
  await expect
    .poll(async () => (await records(page)).at(-1) ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(before);
}

test('who comes back goes on learning where they left: epoch, history, weights and optimizer', () =>
  visiting(async (page) => {
    await page.evaluate(async () => {
      const document = (await window.playground.experiment()) as { learning: object };
      await window.playground.load({ ...document, learning: { ...document.learning, optimizer: 'adam' } });
    });
    await learn(page, 2);
    const left = await parameters(page);
    await kept(page);
    await comeBack(page);
    expect(await parameters(page)).toEqual(left);
    await page.getByText('As you left it, after 2 epochs.').waitFor();
    await learn(page, 1);
    const returned = await parameters(page);

    const { page: stayed, close } = await visit({ webgpu: 'bare' });
    try {
      await ready(stayed);
      await stayed.evaluate(async () => {
        const document = (await window.playground.experiment()) as { learning: object };
        await window.playground.load({ ...document, learning: { ...document.learning, optimizer: 'adam' } });
      });
      await learn(stayed, 3);
      expect(returned).toEqual(await parameters(stayed));
    } finally {
      await close();
    }
  }));

test('two tabs keep apart; a reload finds its own, a new tab the latest', () =>
  visiting(async (page) => {
    await learn(page, 1);
    await kept(page);
    const other = await another(page);
    expect(await parameters(other)).toEqual(await parameters(page));
    await learn(other, 2);
    const theirs = await parameters(other);
    await kept(other);
    await comeBack(page);
    const own = await parameters(page);
    expect(own).not.toEqual(theirs);
    await comeBack(other);
    expect(await parameters(other)).toEqual(theirs);
    expect((await records(page)).length).toBe(2);
    await learn(page, 3);
    await kept(page);
    const third = await another(page);
    expect(await parameters(third)).toEqual(await parameters(page));
  }));

test.each([
  ['newer', /newer version of this page/],
  ['damaged', /is damaged/],
] as const)('a %s record is said in words, and the page opens as it comes', (change, words) =>
  visiting(async (page) => {
    const drawn = await parameters(page);
    await learn(page, 1);
    await kept(page);
    await records(page, change);
    const other = await another(page);
    await other.getByText(words).waitFor();
    expect(await parameters(other)).toEqual(drawn);
  }),
);

test('what was kept in the first form opens, and moves to where visits are kept now', () =>
  visiting(async (page) => {
    await learn(page, 1);
    const left = await parameters(page);
    const links = await page.evaluate(async () => {
      const document = (await window.playground.experiment()) as Record<string, unknown>;
      const trained = (await window.playground.experiment({ parameters: true })) as Record<string, unknown>;
      const pack = async (it: unknown) => {
        const stream = new Blob([JSON.stringify(it)])
          .stream()
          .pipeThrough(new CompressionStream('deflate-raw'));
        const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
        const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
        return `e2=${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
      };
      return `1 ${await pack(document)} ${await pack(trained)}`;
    });
    const elsewhere = await visit({ webgpu: 'bare' });
    try {
      await elsewhere.page.evaluate((text) => localStorage.setItem('last-state', text), links);
      const old = await another(elsewhere.page);
      expect(await parameters(old)).toEqual(left);
      expect(await old.evaluate(() => localStorage.getItem('last-state'))).toBeNull();
      expect((await records(old)).length).toBe(1);
    } finally {
      await elsewhere.close();
    }
  }));

test('a tab and its duplicate, which has what the first one noted, keep apart', () =>
  visiting(async (page) => {
    await learn(page, 1);
    await kept(page);
    // A window opened so gets a copy of the opener's session, as a duplicated tab does.
    const opening = page.waitForEvent('popup');
    await page.evaluate(() => void window.open(location.href.replace(/[?#].*/, '')));
    const twin = await opening;
    await twin.waitForURL(bare(page));
    await twin.waitForFunction(() => 'playground' in window);
    await ready(twin);
    const noted = (it: Page) => it.evaluate(() => sessionStorage.getItem('visit'));
    expect(await noted(twin)).toBe(await noted(page));
    expect(await parameters(twin)).toEqual(await parameters(page));
    await learn(twin, 2);
    const theirs = await parameters(twin);
    await kept(twin);
    expect(await noted(twin)).not.toBe(await noted(page));
    expect((await records(page)).length).toBe(2);
    await learn(page, 3);
    const own = await parameters(page);
    await kept(page);
    await comeBack(twin);
    expect(await parameters(twin)).toEqual(theirs);
    await comeBack(page);
    expect(await parameters(page)).toEqual(own);
  }));

test('what is too large to be kept says so once, and what was kept before stays', () =>
  visiting(async (page) => {
    await learn(page, 1);
    const left = await parameters(page);
    await kept(page);
    await page.evaluate(async () => {
      const rows = (count: number, width: number) =>
        Array.from({ length: count }, (_, i) => Array.from({ length: width }, (_, j) => Math.sin(i + j / 7)));
      await window.playground.load({
        version: 1,
        network: {
          nodes: [
            { id: 'x0', units: 50, clamp: { learning: 'input', testing: 'input' } },
            { id: 'x1', units: 1, clamp: { learning: 'target' } },
          ],
          connections: [{ id: 'w', from: 'x0', to: 'x1' }],
        },
        data: { name: 'rows', inputs: rows(10_000, 50), targets: rows(10_000, 1) },
        inference: { settleSteps: 1 },
      });
    });
    await page.getByText(/too large to be kept/).waitFor();
    await page.getByRole('status').getByRole('button', { name: 'Dismiss' }).first().click();
    const { updates } = await page.evaluate(() => window.playground.learn({ updates: 3 }));
    expect(updates).toBe(3);
    await page.waitForTimeout(3000);
    expect(await page.getByText(/too large to be kept/).count()).toBe(0);
    await comeBack(page);
    expect(await parameters(page)).toEqual(left);
  }));

test('a storage that never answers is not waited for', () =>
  visiting(
    async (page) => {
      expect(await page.getByRole('group', { name: 'Network' }).isVisible()).toBe(true);
      expect(await page.getByText('As you left it').count()).toBe(0);
      await learn(page, 1);
      await page.waitForTimeout(2500);
      await page.getByRole('button', { name: 'One epoch' }).click();
      await page.getByText('epoch 2').waitFor();
    },
    () => {
      localStorage.setItem('kept', 'yes');
      IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
    },
  ));

test('full storage is said once, and the page goes on', () =>
  visiting(
    async (page) => {
      await learn(page, 1);
      await page.getByText(/storage is full/).waitFor();
      await page.getByRole('status').getByRole('button', { name: 'Dismiss' }).first().click();
      await learn(page, 1);
      await page.waitForTimeout(3000);
      expect(await page.getByText(/storage is full/).count()).toBe(0);
      expect((await records(page)).length).toBe(0);
    },
    () => {
      IDBObjectStore.prototype.add = () => {
        throw new DOMException('no room', 'QuotaExceededError');
      };
    },
  ));

test('storage that is refused altogether changes nothing', () =>
  visiting(
    async (page) => {
      await learn(page, 1);
      await page.waitForTimeout(2500);
      await comeBack(page);
      expect(await page.getByText('As you left it').count()).toBe(0);
      await learn(page, 1);
    },
    () => {
      const refuse = () => {
        throw new DOMException('refused', 'SecurityError');
      };
      for (const it of ['localStorage', 'sessionStorage', 'indexedDB'])
        Object.defineProperty(window, it, { get: refuse });
    },
  ));
