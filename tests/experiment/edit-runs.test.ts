import fc from 'fast-check';
import { expect, test } from 'vitest';
import { topologicalOrder } from '#core/network/topology.ts';
import { toDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { everyEdit } from './edits.ts';
import { full, sound } from './samples.ts';

const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 12 });
const ordered = [...presets.map((it) => sound(it.document)), sound(full())];

/** The experiments on the way of a run of edits, and what had to be said to each. */
function* run(start: Experiment, numbers: readonly number[]) {
  let experiment = start;
  for (const number of numbers) {
    const edits = everyEdit(experiment);
    const { experiment: next, issues } = edits[number % edits.length]!();
    yield { before: experiment, after: next, issues };
    experiment = next;
  }
}

test('any run of edits gives experiments that a document keeps, whatever the network', () => {
  const start = fc.nat(10_000).map((seed) => sound(randomDocument(seed)));
  fc.assert(
    fc.property(fc.oneof(start, fc.constantFrom(...ordered)), choices, (experiment, numbers) => {
      for (const { after } of run(experiment, numbers))
        expect(parse(toDocument(after))).toEqual({ value: after, issues: [] });
    }),
  );
});

test('nodes in the order of prediction stay in it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ordered), choices, (experiment, numbers) => {
      for (const { after } of run(experiment, numbers)) {
        expect(topologicalOrder(after.network)).toEqual(after.network.nodes);
        expect(after.network.nodes[0]!.clamp.learning).toBe('input');
      }
    }),
  );
});

test('the experiment before an edit is never touched', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ordered), fc.nat(), (experiment, number) => {
      const copy = structuredClone(experiment);
      const edits = everyEdit(experiment);
      edits[number % edits.length]!();
      expect(experiment).toEqual(copy);
    }),
  );
});
