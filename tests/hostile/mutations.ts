import fc from 'fast-check';
import { presets } from '#experiment/presets/index.ts';
import { fixtures, full, type Loose } from '../experiment/samples.ts';
import { randomExperiment } from '../oracles/scenarios.ts';
import type { Nasty } from './values.ts';

/** Sound documents that are small enough to be tried thousands of times. */
export const sound: readonly Loose[] = [
  full(),
  ...presets.map((it) => it.document),
  ...fixtures()
    .map(([, document]) => document)
    .filter((it) => JSON.stringify(it).length < 12_000),
  ...[1, 2, 3, 4, 5].map((seed) => randomExperiment(seed)),
];

type Place = readonly [owner: Record<string, Loose>, key: string];

/** Every place of a document where something stands. */
function placesIn(document: Loose): readonly Place[] {
  const places: Place[] = [];
  const visit = (owner: Loose): void => {
    for (const key of Object.keys(owner)) {
      places.push([owner, key]);
      if (typeof owner[key] === 'object' && owner[key] !== null) visit(owner[key]);
    }
  };
  visit(document);
  return places;
}

const put = ([owner, key]: Place, value: unknown): void => {
  Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });
};
const copyOf = (value: Loose): Loose => JSON.parse(JSON.stringify(value));

interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly at: number;
  readonly other: number;
  readonly nasty: Nasty;
}
const KINDS = ['remove', 'replace', 'rename', 'double', 'swap', 'scale', 'wrap', 'widen'] as const;

/** Changes a document in place, which holds plain JSON only. */
const changes: Readonly<
  Record<Step['kind'], (place: Place, other: Place, nasty: unknown, step: Step) => void>
> = {
  remove: ([owner, key]) => {
    if (Array.isArray(owner)) owner.splice(Number(key), 1);
    else delete owner[key];
  },
  replace: (place, _, nasty) => put(place, nasty),
  rename: ([owner, key], _, nasty) => {
    const value = owner[key];
    if (!Array.isArray(owner)) delete owner[key];
    put([owner, typeof nasty === 'string' ? nasty : '__proto__'], value);
  },
  double: ([owner, key]) => {
    const twin = copyOf(owner[key]);
    if (Array.isArray(owner)) owner.splice(Number(key), 0, twin);
    else put([owner, `${key}2`], twin);
  },
  swap: ([owner, key], [elsewhere, there]: Place) => {
    const value = copyOf(owner[key]);
    put([owner, key], copyOf(elsewhere[there]));
    put([elsewhere, there], value);
  },
  scale: ([owner, key], _, __, { other }) => {
    if (typeof owner[key] === 'number') owner[key] *= 10 ** ((other % 700) - 350);
  },
  wrap: ([owner, key], _, __, { other }) =>
    put([owner, key], other % 2 ? [owner[key]] : { [key]: owner[key] }),
  widen: ([owner, key], _, __, { other }) => {
    if (Array.isArray(owner[key])) owner[key].push(...copyOf(owner[key]).slice(0, other % 4));
    else if (typeof owner[key] === 'number') owner[key] += other % 5;
  },
};

/** One of the documents after some changes; at the end, where `objects` may stand, one of them is put in as well. */
export function mutated(
  json: readonly Nasty[],
  objects: readonly Nasty[] = [],
  mostChanges = 5,
  documents: readonly Loose[] = sound,
): fc.Arbitrary<Loose> {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom(...KINDS),
    at: fc.nat(),
    other: fc.nat(),
    nasty: fc.constantFrom(...json),
  });
  const last =
    objects.length > 0 ? fc.option(fc.tuple(fc.nat(), fc.constantFrom(...objects))) : fc.constant(null);
  return fc
    .tuple(fc.constantFrom(...documents), fc.array(step, { minLength: 1, maxLength: mostChanges }), last)
    .map(([document, steps, final]) => {
      const changed = copyOf(document);
      for (const it of steps) {
        const places = placesIn(changed);
        if (places.length === 0) break;
        const place = (at: number) => places[at % places.length]!;
        changes[it.kind](place(it.at), place(it.other), it.nasty.make(), it);
      }
      const places = placesIn(changed);
      if (final && places.length > 0) put(places[final[0] % places.length]!, final[1].make());
      return changed;
    });
}
