// The Vite plugin that makes the built page installable and able to start without a network: a web app manifest, and the
// service worker with the list of files it keeps.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('service-worker.js', import.meta.url));

/** Fetched when first asked for, and kept then: large, and not everybody wants them. */
const ON_DEMAND = ['digits.bin'];
/** For readers of the code and of links, not for the page. */
const NEVER = /\.map$|^playground\.png$|^licences\.txt$|^service-worker\.js$/;

export const manifest = {
  name: 'Predictive coding playground',
  short_name: 'Predictive coding',
  description: 'Watch predictive-coding networks settle and learn, next to backpropagation.',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#ffffff',
  icons: [{ src: './icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
};

/** @param {Uint8Array | string} bytes */
const integrityOf = (bytes) => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;

/** Every file of a built folder that the page may ask for. @param {string} folder */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) =>
      join(it.parentPath, it.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((it) => !NEVER.test(it))
    .sort()
    .map((url) => ({
      url,
      integrity: integrityOf(readFileSync(join(folder, url))),
      onDemand: ON_DEMAND.includes(url),
    }));
}

/** The service worker for a built folder. @param {string} folder */
export function serviceWorkerOf(folder) {
  const files = filesOf(folder);
  const code = readFileSync(source, 'utf8');
  const version = createHash('sha256').update(JSON.stringify(files)).update(code).digest('hex').slice(0, 16);
  return `const VERSION = '${version}';\nconst FILES = ${JSON.stringify(files, null, 1)};\n${code}`;
}

/** @returns {import('vite').Plugin} */
export function offline() {
  let folder = '';
  return {
    name: 'offline',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
      if (config.build.outDir.startsWith('/')) folder = config.build.outDir;
    },
    transformIndexHtml: () => [
      { tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' },
    ],
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'manifest.webmanifest',
        source: JSON.stringify(manifest, null, 2),
      });
    },
    // Once everything is written, what is copied from public too.
    closeBundle() {
      writeFileSync(join(folder, 'service-worker.js'), serviceWorkerOf(folder));
    },
  };
}
