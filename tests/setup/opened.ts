import type { Page } from 'playwright';
import { expect } from 'vitest';
import { type Visit, type VisitOptions, visit } from './visit.ts';

/** Milliseconds within which something asked for must show. */
export const PATIENCE = 30_000;

/**
 * Opens the page, waits until its engine is final and its opening play has come to rest, and closes it afterwards. Whatever
 * the journey does, the page has nothing to complain of.
 */
export async function opened(
  options: VisitOptions,
  journey: (page: Page, guest: Visit) => Promise<void>,
): Promise<void> {
  const guest = await visit({
    at: '#preset=agreement-dial',
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  try {
    guest.page.setDefaultTimeout(PATIENCE);
    await guest.page.evaluate(() => window.playground.ready);
    await guest.page
      .getByRole('button', { name: /^(Settle|Settle, .*)$/ })
      .first()
      .waitFor();
    await journey(guest.page, guest);
    expect(guest.complaints).toEqual([]);
  } finally {
    await guest.close();
  }
}

export interface Document {
  readonly title: string;
  readonly network: {
    readonly nodes: readonly { readonly id: string; readonly units: number }[];
    readonly connections: readonly { readonly id: string; readonly from: string; readonly to: string }[];
  };
  readonly inference: { readonly rule: string; readonly inferenceRate: number; readonly settleSteps: number };
  readonly data: { readonly name: string; readonly inputs?: number[][]; readonly targets?: number[][] };
  readonly pins?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly lesions?: { readonly units?: Readonly<Record<string, number[]>> };
}

/** The document on screen. */
export const experiment = (page: Page) =>
  page.evaluate(() => window.playground.experiment()) as Promise<Document>;

/** The settling step shown, and the energy beside it. */
export const t = async (page: Page) => Number(await page.locator('.transport .t').first().textContent());
export const energy = async (page: Page) => Number(await page.locator('.transport .f').first().textContent());
