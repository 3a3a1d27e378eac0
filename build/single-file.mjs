// The Vite plugin behind `npm run build:single`: the whole page as one HTML file that opens without a server, from a USB stick
// say. Scripts, styles, workers and data lie within; the security policy names the scripts and styles by their hashes.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { policy, written } from './security-policy.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What the page fetches elsewhere and finds within here. */
const DATA = ['digits.bin'];

const WORKER = /new Worker\(new URL\('(\.\/[\w-]+\.ts)', import\.meta\.url\), \{ type: 'module' \}\)/g;

/** @param {string} text */
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** A closing tag within a script would end it. @param {string} code */
const within = (code) => code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');

/** Workers come as text that becomes a blob: a file has no address another file could be found by. @returns {import('vite').Plugin} */
export const workersWithin = () => ({
  name: 'workers-within',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/src\/[^?]*\.ts$/.test(id) || !code.includes('new Worker(')) return null;
    /** @type {string[]} */
    const imports = [];
    const replaced = code.replaceAll(WORKER, (_, file) => {
      imports.push(`import WorkerWithin${imports.length} from '${file}?worker&inline';\n`);
      return `new WorkerWithin${imports.length - 1}()`;
    });
    if (imports.length === 0) this.error(`a worker of ${id} would stay outside the single file`);
    return { code: imports.join('') + replaced, map: null };
  },
});

/** @param {string} html @param {string} script @param {string} style @param {string} licences */
export function singlePage(html, script, style, licences) {
  const data = DATA.map((file) => {
    const bytes = readFileSync(join(root, 'public', file)).toString('base64');
    return `<script type="application/octet-stream" id="${file}">${bytes}</script>`;
  });
  const icon = readFileSync(join(root, 'public/icon.svg')).toString('base64');
  const directives = {
    ...policy,
    'script-src': `${hashOf(script)} 'wasm-unsafe-eval'`,
    'style-src': hashOf(style),
    'worker-src': 'blob:',
    'connect-src': "'none'",
    'manifest-src': "'none'",
  };
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${written(directives)}">`,
    ...html
      .slice(html.indexOf('<head>') + '<head>'.length, html.indexOf('</head>'))
      .split('\n')
      .filter((line) => !/<script|<link|Content-Security-Policy/.test(line)),
    `<link rel="icon" type="image/svg+xml" href="data:image/svg+xml;base64,${icon}">`,
    `<style>${style}</style>`,
  ];
  const terms = `<script type="text/plain" id="licences">\n${within(licences)}</script>`;
  const body = [`<div id="app"></div>`, terms, ...data, `<script type="module">${script}</script>`];
  return `<!doctype html>\n<html lang="en">\n<head>${head.join('\n')}\n</head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}

/** @returns {import('vite').Plugin} */
export const singleFile = () => ({
  name: 'single-file',
  // Not before everything else is done with the scripts.
  writeBundle({ dir }, bundle) {
    const folder = /** @type {string} */ (dir);
    const outputs = Object.values(bundle);
    const scripts = outputs.filter((it) => it.type === 'chunk');
    if (scripts.length !== 1) this.error(`one script is to become one file, not ${scripts.length}`);
    const read = (/** @type {string} */ file) => readFileSync(join(folder, file), 'utf8');
    const [script, page, terms, ...styles] = [
      ...scripts.map((it) => it.fileName),
      'index.html',
      'licences.txt',
      ...outputs.map((it) => it.fileName).filter((it) => it.endsWith('.css')),
    ].map(read);
    const whole = singlePage(page ?? '', within(script ?? ''), styles.join('\n'), terms ?? '');
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeFileSync(join(folder, 'predictive-coding-playground.html'), whole);
  },
});
