// The Vite plugin that puts the licences of everything bundled beside it: `licences.txt`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package a module comes from; null for our own. @param {string} id */
function packageOf(id) {
  const path = id.replace(/^\0/, '').split('?')[0] ?? '';
  const within = path.match(/^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//);
  return within && existsSync(join(within[1] ?? '', 'package.json')) ? (within[1] ?? null) : null;
}

/** @param {string} folder */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((it) => /^licen[cs]e/i.test(it));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : 'The package holds no text of it.';
  return `${name} ${version} (${license})\n\n${text}\n`;
}

/** Of this project and of what lies in `node_modules` among the modules given. @param {Iterable<string>} modules @param {string} root */
export function licencesOf(modules, root) {
  const folders = new Set([...modules].map(packageOf).filter((it) => it !== null));
  const others = [...folders].sort().map(licenceOf);
  const own = `Predictive coding playground\n\n${readFileSync(join(root, 'LICENSE'), 'utf8').trim()}\n`;
  return [own, ...others].join(`\n${'─'.repeat(80)}\n\n`);
}

/** @returns {import('vite').Plugin} */
export const licences = () => ({
  name: 'licences',
  apply: 'build',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((it) => (it.type === 'chunk' ? it.moduleIds : []));
    const root = dirname(import.meta.dirname ?? '.');
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source: licencesOf(modules, root) });
  },
});
