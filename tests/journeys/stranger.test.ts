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
