import type { CDPSession, Page } from 'playwright';
import { expect } from 'vitest';
import { opened } from './opened.ts';
import { type Held, watch } from './watched.ts';

/** The page of a journey, watched from its beginning. */
export const watched = (journey: (page: Page, cdp: CDPSession) => Promise<void>, preset = 'agreement-dial') =>
  opened({ at: `?fresh&play=0#preset=${preset}` }, async (page) => {
    await watch(page);
    await page.reload();
    await page.evaluate(() => window.playground.ready);
    await journey(page, await page.context().newCDPSession(page));
  });

export interface Standing extends Held {
  /** Nodes of documents, listeners of any object and bytes of JavaScript that the browser counts. */
  readonly nodes: number;
  readonly eventListeners: number;
  readonly heap: number;
  readonly workers: number;
}

/** What the page holds once it has come to rest and everything unreachable is gone. */
export async function standing(page: Page, cdp: CDPSession): Promise<Standing> {
  await page.waitForTimeout(1000);
  // A page at rest that was hidden waits for nothing: not even for another study.
  const timers = () =>
    page.evaluate(() => {
      for (const hidden of [true, false]) window.hide(hidden);
      return window.held().timers;
    });
  await expect.poll(timers, { timeout: 30_000, interval: 200 }).toEqual([]);
  await cdp.send('Performance.enable');
  for (let k = 0; k < 3; k++) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((it) => it.name === name)!.value;
  return {
    ...(await page.evaluate(() => window.held())),
    nodes: metric('Nodes'),
    eventListeners: metric('JSEventListeners'),
    heap: metric('JSHeapUsedSize'),
    workers: page.workers().length,
  };
}

export interface Growth {
  readonly before: Standing;
  readonly after: Standing;
  readonly nodes: number;
  readonly eventListeners: number;
  readonly heap: number;
}

/**
 * What a task, done a few times, leaves more of each time: the least of them. What is kept of every round shows in all; what the
 * browser compiles, or lets go of late, in some.
 */
export async function growth(
  page: Page,
  cdp: CDPSession,
  task: () => Promise<void>,
  times = 2,
): Promise<Growth> {
  const seen = [await standing(page, cdp)];
  for (let k = 0; k < times; k++) {
    await task();
    seen.push(await standing(page, cdp));
  }
  const grown = (of: 'nodes' | 'eventListeners' | 'heap') =>
    Math.min(...seen.slice(1).map((it, k) => it[of] - seen[k]![of]));
  return {
    before: seen[0]!,
    after: seen.at(-1)!,
    nodes: grown('nodes'),
    eventListeners: grown('eventListeners'),
    heap: grown('heap'),
  };
}
