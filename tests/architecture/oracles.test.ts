import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What a second implementation may share with what it judges: functions of a number, names, seeded numbers. */
const SHARED = [
  '#core/activations/index.ts',
  '#core/math/random.ts',
  '#core/network/network.ts',
  '#core/network/topology.ts',
];

const importsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1]!);
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|svelte)$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);

test('oracles share nothing with plans, kernels and engines', () => {
  const foreign = filesIn('src/core/oracles').flatMap((file) =>
    importsOf(file).filter((it) => !it.startsWith('./') && !SHARED.includes(it)),
  );
  expect(foreign).toEqual([]);
});

test('nothing that is judged by oracles uses them', () => {
  const users = filesIn('src')
    .filter((file) => importsOf(file).some((it) => it.includes('/oracles/')))
    .filter((file) => !file.startsWith('src/session/studies/'));
  expect(users).toEqual([]);
});
