import fc from 'fast-check';
import type { ExperimentDocument } from '#experiment/document.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const nasty = [
  '"',
  "'",
  '\\',
  '\n',
  '\r\n',
  '\u2028',
  '\u0000',
  '"""',
  '# %%',
  '\n# %%\nimport os',
  '"); import os; ("',
  '{x}',
  '%s',
  '$x$',
  '\ud800',
  '😀',
  '\u202e',
  '../..',
  'σ',
  '`',
  '<script>',
];
/** Text of any kind, and text that programs, notebooks and shells might read as more than text. */
export const words = fc.oneof(
  anyText,
  fc.constantFrom(...nasty),
  fc.array(fc.constantFrom(...nasty), { maxLength: 4 }).map((it) => it.join('')),
);
/** What a document may have for an id. */
export const idText = words.filter(
  (it) => it !== '' && !(it in Object.prototype) && !it.startsWith('\u2937'),
);

/** A small document of these names: its title, then three nodes and two connections. */
export function named(title: string, [x, h, y, v, w]: readonly string[]): ExperimentDocument {
  return {
    version: 1,
    title,
    network: {
      nodes: [
        { id: x!, units: 1, clamp: { learning: 'input', testing: 'input' } },
        { id: h!, units: 2, activation: 'tanh' },
        { id: y!, units: 1, clamp: { learning: 'target', testing: 'free' } },
      ],
      connections: [
        { id: v!, from: x!, to: h! },
        { id: w!, from: h!, to: y! },
      ],
    },
    data: { name: 'rows', inputs: [[0.5]], targets: [[1]] },
    inference: { settleSteps: 2 },
  };
}
