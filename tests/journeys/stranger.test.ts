import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countParameters } from '#core/network/check.ts';
import { compress } from '#experiment/compress.ts';
import { parse } from '#experiment/parse.ts';
import type { Playground } from '#session/playground.ts';
import { full } from '../experiment/samples.ts';
import { mutated } from '../hostile/mutations.ts';
import { nastyJson } from '../hostile/values.ts';
import { type Visit, visit } from '../setup/visit.ts';

declare global {
  interface Window {
    playground: Playground;
  }
}

/** What takes long because it is large is no fault: here only what is refused, or small. */
function isQuick(document: unknown): boolean {
  const { value } = parse(document);
  if (!value) return true;
  const { network, data, inference } = value;
  return countParameters(network) < 2000 && data.name !== 'digits' && inference.settleSteps <= 200;
}
const documents = fc.sample(mutated(nastyJson, [], 3), { seed: 1, numRuns: 450 }).filter(isQuick);

let guest: Visit;
beforeAll(async () => {
  guest = await visit({ at: '#preset=first' });
  await guest.page.evaluate(() => window.playground.ready);
});
afterAll(() => guest.close());

/** The page shows a network and computes. */
async function expectAlive(): Promise<void> {
  await guest.page.evaluate((it) => window.playground.load(it), full());
  const settled = await guest.page.evaluate(() => window.playground.settle({ settleSteps: 2, samples: [0] }));
  expect(Object.keys(settled.energy)).toEqual(['x1', 'x2', 'x3']);
  expect(await guest.page.getByRole('group', { name: 'Network' }).isVisible()).toBe(true);
  expect(guest.complaints).toEqual([]);
}

test('hundreds of documents that a stranger sends are opened or refused in words, and the page stays', async () => {
  const outcomes = await guest.page.evaluate(async (all) => {
    const heard: { opened: boolean; words: string[]; issues: number }[] = [];
    for (const document of JSON.parse(all)) {
      const outcome = await window.playground.load(document, { engine: 'cpu' }).then(
        ({ issues }) => ({ opened: true, issues }),
        (error) => ({ opened: false, issues: error.issues ?? [] }),
      );
      heard.push({
        opened: outcome.opened,
        issues: outcome.issues.length,
        words: outcome.issues.map((it: { message: string }) => it.message),
      });
    }
    return heard;
  }, JSON.stringify(documents));
  expect(outcomes).toHaveLength(documents.length);
  for (const { opened, issues, words } of outcomes) {
    if (!opened) expect(issues).toBeGreaterThan(0);
    for (const it of words) expect(it).toMatch(/\S.*\.$/s);
  }
  // Some of each, or nothing was tried.
  expect(outcomes.filter((it) => it.opened).length).toBeGreaterThan(20);
  expect(outcomes.filter((it) => !it.opened).length).toBeGreaterThan(20);
  await expectAlive();
});

test('a hundred links that a stranger sends leave a network on the page', async () => {
  const links = await Promise.all(
    documents.slice(0, 100).map(async (it, i) => {
      const link = `#e1=${await compress(JSON.stringify(it))}`;
      return i % 2 === 0 ? link : `${link.slice(0, -3 - (i % 40))}&present=0`;
    }),
  );
  await guest.page.evaluate(async (all) => {
    for (const link of all) {
      const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
      location.hash = link;
      await changed;
      // What a link opens is queued behind what is running.
      await window.playground.experiment();
    }
  }, links);
  await expectAlive();
});

const named = (ids: readonly string[], title: string) => ({
  version: 1,
  title,
  network: {
    nodes: [
      { id: ids[0], units: 2, clamp: { learning: 'input', testing: 'input' } },
      { id: ids[1], units: 3, activation: 'tanh' },
      { id: ids[2], units: 1, clamp: { learning: 'target' } },
    ],
    connections: [
      { id: ids[3], from: ids[0], to: ids[1] },
      { id: ids[4], from: ids[1], to: ids[2] },
    ],
  },
  data: { name: 'circle', samples: 32 },
});

test('names that are code are shown as the text they are', async () => {
  const { page } = guest;
  const ids = [
    '<img src=x onerror=alert(1)>',
    '"><script>alert(2)</script>',
    '</svg><svg onload=alert(3)>',
    '{alert(4)}',
    "'",
  ];
  const opened: string[] = [];
  page.on('dialog', (dialog) => {
    opened.push(dialog.message());
    void dialog.dismiss();
  });
  await page.evaluate((it) => window.playground.load(it), named(ids, ids.join('')));
  await page.evaluate(() => window.playground.learn({ updates: 1 }));
  for (const view of ['Graph', 'Matrix', 'Posts'])
    await page.getByRole('radio', { name: view, exact: true }).check({ force: true });
  await page.keyboard.press('l');
  await page.getByRole('region', { name: 'Laboratory' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.locator('[onerror], [onload], img[src=x], body script').count()).toBe(0);
  expect(opened).toEqual([]);
  await expectAlive();
});

test.each([1440, 390])(
  'however long names are, %i pixels hold the page, and what is said can be dismissed',
  async (width) => {
    const { page } = guest;
    await page.setViewportSize({ width, height: 844 });
    const ids = [0, 1, 2, 3, 4].map((it) => `${it}${'W'.repeat(199)}`);
    const long = { ...named(ids, 'W'.repeat(200)), pins: { [ids[1]!]: { 0: 1, 9: 1 } } };
    const said = await page.evaluate(
      (it) =>
        window.playground
          .load({ ...it, pins: {}, learning: { learningRate: 1e9 } })
          .then((r) => r.issues.length),
      long,
    );
    expect(said).toBeGreaterThan(0);
    // A link to what is wrong says it on the page, names and all.
    const link = `#e1=${await compress(JSON.stringify(long))}`;
    await page.evaluate((it) => {
      location.hash = it;
    }, link);
    const notice = page.getByRole('status').locator('p').filter({ hasText: 'WWW' }).first();
    await notice.waitFor();
    const dismiss = page.getByRole('status').getByRole('button', { name: 'Dismiss' });
    for (const it of await dismiss.all()) {
      const box = (await it.boundingBox())!;
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y).toBeGreaterThanOrEqual(0);
    }
    for (let left = await dismiss.count(); left > 0; left--) await dismiss.first().click();
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBe(0);
    await page.setViewportSize({ width: 1280, height: 720 });
    await expectAlive();
  },
);

test('links of megabytes and files that are none are refused in words', async () => {
  const { page } = guest;
  const status = page.getByRole('status');
  const quiet = async () => {
    const dismiss = status.getByRole('button', { name: 'Dismiss' });
    while ((await dismiss.count()) > 0) await dismiss.first().click();
  };
  await quiet();
  for (const [link, words] of [
    [`#e2=${'A'.repeat(2_000_000)}`, /up to 65,536 characters/],
    [`#preset=first${'&hide=header'.repeat(160_000)}`, /up to 65,536 characters/],
    ['#preset=__proto__', /a preset that does not exist/],
    ['#doc=%', /damaged or incomplete/],
  ] as const) {
    await page.evaluate((it) => {
      location.hash = it;
    }, link);
    await status.getByText(words).first().waitFor();
    await quiet();
  }
  const drop = (name: string, text: string) =>
    page.evaluate(
      ([name, text]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name));
        for (const it of ['dragover', 'drop'])
          dispatchEvent(new DragEvent(it, { dataTransfer, bubbles: true, cancelable: true }));
      },
      [name, text] as const,
    );
  for (const [name, text, words] of [
    ['picture.png', '\u0089PNG\0', /picture\.png is nothing that can be read/],
    [`${'x'.repeat(3000)}.exe`, 'MZ', /xxx is nothing that can be read/],
    ['half.json', '{"version": 1, "net', /not JSON, or not all of it/],
    ['list.json', '[1, 2]', /must be an object; found a list/],
  ] as const) {
    await drop(name, text);
    await status.getByText(words).first().waitFor();
    await quiet();
  }
  await drop('<img src=x onerror=alert(1)>.csv', '\0\0');
  await page.getByRole('dialog').getByText('This is no text but a file of another kind').waitFor();
  await page.keyboard.press('Escape');
  await expectAlive();
});
