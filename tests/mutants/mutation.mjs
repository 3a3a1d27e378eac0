// The Vite plugin that makes one mutant while its tests run. No file is changed.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mutants } from './mutants.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The text of a file with the mutant's fault in it; throws where the place is not there just once. */
export function mutated(/** @type {import('./mutants.mjs').Mutant} */ { file, from, to, fault }) {
  const parts = readFileSync(root + file, 'utf8').split(from);
  if (parts.length !== 2)
    throw new Error(`«${fault}»: its place occurs ${parts.length - 1} times in ${file}, not once`);
  return parts.join(to);
}

/** @param {number} index @returns {import('vite').Plugin} */
export function mutation(index) {
  const mutant = mutants[index];
  if (!mutant) throw new Error(`there is no mutant ${index}`);
  const path = root + mutant.file;
  return {
    name: 'mutation',
    enforce: 'pre',
    load(id) {
      const [file, query = ''] = id.split('?');
      if (file !== path) return null;
      const text = mutated(mutant);
      return /(^|&)raw(&|$)/.test(query) ? `export default ${JSON.stringify(text)}` : text;
    },
  };
}
