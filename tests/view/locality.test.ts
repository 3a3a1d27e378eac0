import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Network, Preparation } from '#core/network/network.ts';
import { parse } from '#experiment/parse.ts';
import { countOf, neededBy } from '#view/panels/locality.ts';

/** A chain of layers of so many units, with connections from layer to layer and further ones. */
function networkOf(sizes: readonly number[], skips: readonly (readonly [number, number])[] = []): Network {
  const last = sizes.length - 1;
  const links = [...sizes.slice(1).map((_, i) => [i, i + 1] as const), ...skips];
  const clamp = (i: number) =>
    i === 0 ? ['input', 'input'] : i === last ? ['target', 'free'] : ['free', 'free'];
  const { value } = parse({
    version: 1,
    network: {
      nodes: sizes.map((units, i) => ({
        id: `n${i}`,
        units,
        activation: 'identity',
        precision: 1,
        likelihood: 'gaussian',
        clamp: { learning: clamp(i)[0], testing: clamp(i)[1] },
      })),
      connections: links.map(([from, to]) => ({
        id: `n${from}-n${to}`,
        from: `n${from}`,
        to: `n${to}`,
        activation: 'identity',
        op: 'dense',
      })),
    },
    data: {
      name: 'rows',
      inputs: [sizes[0]!].map((n) => Array(n).fill(0)),
      targets: [Array(sizes[last]!).fill(0)],
    },
  });
  return value!.network;
}

const whole = (network: Network): Preparation => ({ network, pins: {}, lesions: { units: {}, weights: {} } });

describe('what a synapse must know of the network to learn', () => {
  const chain = whole(networkOf([2, 6, 4, 3]));
  const first = { connection: 'n0-n1', out: 5, in: 1 };

  test('by predictive coding is its two ends, wherever it is', () => {
    for (const synapse of [
      first,
      { connection: 'n1-n2', out: 0, in: 3 },
      { connection: 'n2-n3', out: 2, in: 0 },
    ]) {
      const [from, to] = synapse.connection.split('-') as [string, string];
      const needed = neededBy(chain, synapse, 'rule');
      expect(needed).toEqual(
        new Map([
          [from, new Set([synapse.in])],
          [to, new Set([synapse.out])],
        ]),
      );
    }
  });

  test('by backprop is also every layer after it', () => {
    expect(countOf(neededBy(chain, first, 'backprop'))).toBe(2 + 4 + 3);
    expect(countOf(neededBy(chain, { connection: 'n1-n2', out: 0, in: 3 }, 'backprop'))).toBe(2 + 3);
    expect(countOf(neededBy(chain, { connection: 'n2-n3', out: 2, in: 0 }, 'backprop'))).toBe(2);
  });

  test('leaves out what removed or pinned neurons keep apart', () => {
    const cut = { ...chain, pins: { n2: { '0': 1 } }, lesions: { units: { n2: [1, 2] }, weights: {} } };
    expect(countOf(neededBy(cut, first, 'backprop'))).toBe(2 + 1 + 3);
    const dead = { ...chain, lesions: { units: { n2: [0, 1, 2, 3] }, weights: {} } };
    expect(countOf(neededBy(dead, first, 'backprop'))).toBe(2);
  });

  test('by backprop is what lies on a path from it to the output, on any graph', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(), { maxLength: 12 }), fc.boolean(), (sizes, cuts, skip) => {
        const network = networkOf(sizes, skip ? [[0, 2]] : []);
        const all = network.connections.flatMap((it) => {
          const units = (id: string) => network.nodes.find((node) => node.id === id)!.units;
          return Array.from({ length: units(it.to) * units(it.from) }, (_, i) => ({
            ...it,
            out: Math.floor(i / units(it.from)),
            in: i % units(it.from),
          }));
        });
        const removed = new Set(cuts.map((it) => 1 + (it % (all.length - 1))));
        const weights = Object.fromEntries(
          network.connections.map(({ id }) => [
            id,
            all.flatMap((it, i) => (it.id === id && removed.has(i) ? [[it.out, it.in] as const] : [])),
          ]),
        );
        const left = all.filter((_, i) => !removed.has(i));
        /** Every path, step by step, written down when it arrives. */
        const onPaths = new Set<string>();
        const walk = (id: string, unit: number, path: readonly string[]): void => {
          const here = [...path, `${id}/${unit}`];
          if (id === `n${sizes.length - 1}`) for (const it of here) onPaths.add(it);
          for (const it of left) if (it.from === id && it.in === unit) walk(it.to, it.out, here);
        };
        const synapse = all[0]!;
        walk(synapse.to, synapse.out, []);
        onPaths.add(`${synapse.from}/${synapse.in}`).add(`${synapse.to}/${synapse.out}`);
        const preparation = { network, pins: {}, lesions: { units: {}, weights } };
        const needed = neededBy(
          preparation,
          { connection: synapse.id, out: synapse.out, in: synapse.in },
          'backprop',
        );
        const found = [...needed].flatMap(([id, units]) => [...units].map((unit) => `${id}/${unit}`));
        expect(new Set(found)).toEqual(onPaths);
      }),
    );
  });
});
