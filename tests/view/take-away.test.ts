import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '#experiment/parse.ts';
import { beginning, offersOf, sizeOf, sizesOf } from '#view/laboratory/take-away/offers.ts';
import { idText, named, words } from '../oracles/nasty-names.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { seeds } from '../oracles/scenarios.ts';
import { takenFrom } from '../oracles/taken.ts';

const textOf = (offers: ReturnType<typeof offersOf>, id: string) =>
  offers.find((it) => it.id === id)!.text!();

/** Lines of CSV without quotes in them. */
const cells = (csv: string) =>
  csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

describe('what can be taken away', () => {
  test('is a text of some size, or a reason, in files of different names that any disk takes', async () => {
    for (const seed of seeds(12)) {
      const taken = await takenFrom(randomDocument(seed));
      const offers = offersOf(taken);
      expect(new Set(offers.map((it) => it.file)).size).toBe(offers.length);
      const sizes = sizesOf(taken, offers)!;
      for (const [i, { text, refusal }] of offers.entries()) {
        expect(text === null).toBe(refusal !== '');
        if (text) expect(sizes[i]).toBe(sizeOf(text()));
        if (text) expect(text()).not.toMatch(/undefined|\[object|NaN/);
      }
    }
  });

  test('has a safe file name whatever the title', async () => {
    await fc.assert(
      fc.asyncProperty(words, async (title) => {
        for (const { file } of offersOf(await takenFrom(named(title, ['x', 'h', 'y', 'v', 'w']))))
          expect(file).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}-]*\.[a-z]+$/u);
      }),
      { numRuns: 40 },
    );
  });

  test('names nothing that a spreadsheet would compute', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('=', '+', '-', '@'), idText, async (sign, rest) => {
        const id = `${sign}${rest.replace(/[",\r\n]/g, '')}`;
        const offers = offersOf(
          await takenFrom(named('', [`${id}x`, `${id}h`, `${id}y`, `${id}v`, `${id}w`])),
        );
        for (const table of ['energy', 'gradients'])
          for (const cell of cells(textOf(offers, table)).flat())
            expect(/^[=+@-]/.test(cell) && Number.isNaN(Number(cell)), cell).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('gives energies, parameters and gradients to the bit', async () => {
    const taken = await takenFrom(named('tables', ['x', 'h', 'y', 'v', 'w']));
    const offers = offersOf(taken);
    const [head, ...steps] = cells(textOf(offers, 'energy'));
    expect(head).toEqual(['t', 'h', 'y', 'sum']);
    expect(steps.map((it) => it.slice(1, 3).map(Number))).toEqual(
      [0, 1, 2].map((t) => [taken.screen.energy.h![t]!, taken.screen.energy.y![t]!]),
    );
    const w = cells(textOf(offers, 'gradients')).filter((it) => it[0] === 'w');
    expect(w.map((it) => it.slice(1, 3))).toEqual([
      ['0', '0'],
      ['0', '1'],
    ]);
    expect(w.map((it) => it.slice(3).map(Number))).toEqual(
      [0, 1].map((i) => [
        taken.parameters.weights.w![i]!,
        taken.screen.gradients.weights.w![i]!,
        taken.screen.backprop.weights.w![i]!,
      ]),
    );
  });

  test('opens here again with the weights as they are', async () => {
    const document = named('again', ['x', 'h', 'y', 'v', 'w']);
    const fresh = await takenFrom(document);
    const parameters = {
      ...fresh.parameters,
      weights: { v: Float64Array.of(0.25, -3), w: Float64Array.of(1, 2) },
    };
    const text = textOf(offersOf(await takenFrom(document, { parameters })), 'document');
    const { value, issues } = parse(JSON.parse(text));
    expect(issues).toEqual([]);
    expect(value!.parameters.weights).toEqual(parameters.weights);
  });

  test('is refused with a sentence where the weights are no numbers any more', async () => {
    const document = named('broken', ['x', 'h', 'y', 'v', 'w']);
    const { parameters } = await takenFrom(document);
    const weights = { ...parameters.weights, v: Float64Array.of(Number.NaN, 0) };
    await expect(takenFrom(document, { parameters: { ...parameters, weights } })).rejects.toThrow(/reset/);
  });
});

test('a preview is a beginning of its text, and says whether it is all', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 300 }), { maxLength: 600 }), (lines) => {
      const text = lines.join('\n');
      const { text: shown, isWhole } = beginning(text);
      expect(isWhole).toBe(shown === text);
      for (const [i, line] of shown.split('\n').entries())
        expect(text.split('\n')[i]!.startsWith(line.replace(/ …$/, ''))).toBe(true);
    }),
  );
});

test('sizes are of bytes, in units that fit', () => {
  expect(sizeOf('σ')).toBe('2 B');
  expect(sizeOf('x'.repeat(1234))).toBe('1.2 kB');
  expect(sizeOf('x'.repeat(123_456))).toBe('123 kB');
  expect(sizeOf('x'.repeat(2_540_000))).toBe('2.5 MB');
});
