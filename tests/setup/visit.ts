import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { inject } from 'vitest';
import { browserFlags, PLAIN_HOST, pictureFlags } from './browser-flags.mjs';

export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught exceptions and failed requests, as they come. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export type WebGPU = 'there' | 'bare' | 'absent';

export interface VisitOptions extends BrowserContextOptions {
  /** Path, query and hash after the site's address. */
  readonly at?: string;
  /** `there`: a software adapter; `bare`: the interface without one; `absent`: not even that, as plain http has it. */
  readonly webgpu?: WebGPU;
  /** Somebody who was never here before, whom the tour greets. */
  readonly newcomer?: boolean;
}

/** What a browser itself says where it finds no adapter: no fault of the page. */
const isNotice = (text: string) => text.includes('No available adapters');

/** Opens the built page in a browser of its own, at the load event. */
export async function visit({
  at = '',
  webgpu = 'there',
  newcomer = false,
  ...options
}: VisitOptions = {}): Promise<Visit> {
  const browser = await launch(webgpu);
  const page = await (await browser.newContext(options)).newPage();
  if (!newcomer) await page.addInitScript(welcomed);
  const complaints: string[] = [];
  page.on('console', (said) => {
    if (['error', 'warning'].includes(said.type()) && !isNotice(said.text())) complaints.push(said.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  await page.goto(address(webgpu, at));
  return { page, complaints, close: () => browser.close() };
}

/** As somebody who was here before. Pages without an address have no storage, and need none. */
const welcomed = () => {
  if (location.protocol.startsWith('http')) localStorage.setItem('tour', 'seen');
};

function launch(webgpu: WebGPU): Promise<Browser> {
  const args =
    webgpu === 'there'
      ? [...browserFlags, ...pictureFlags]
      : browserFlags.filter((flag) => flag !== '--enable-unsafe-webgpu');
  const resolver = `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`;
  return chromium.launch({ executablePath: inject('browser'), args: [...args, resolver] });
}

/** Off this machine's own name, http is no secure context: a page from a lecture hall's server. */
function address(webgpu: WebGPU, at: string): string {
  const url = new URL(at, inject('site'));
  if (webgpu === 'absent') url.hostname = PLAIN_HOST;
  return url.href;
}
