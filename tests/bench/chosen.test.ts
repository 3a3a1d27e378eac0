import { expect, test } from 'vitest';
import { chosen, entries } from '../../bench/contestants/index.ts';

const names = (...words: readonly string[]) => chosen(words).map((it) => it.name);

test('a whole name means one, a beginning all that go on from it', () => {
  expect(names('jax-wasm')).toEqual(['jax-wasm']);
  expect(names('jax')).toEqual(['jax-wasm', 'jax-wasm-workers', 'jax-webgpu']);
  expect(names('plain-js', 'ours')).toEqual(['ours-cpu', 'ours-webgpu', 'ours-reference', 'plain-js']);
  expect(() => names('nobody')).toThrow('nobody');
});

test('an extra takes part only where it is named', () => {
  const extras = entries.filter((it) => it.isExtra).map((it) => it.name);
  expect(names().filter((it) => extras.includes(it))).toEqual([]);
  for (const extra of extras) expect(names(extra)).toEqual([extra]);
});
