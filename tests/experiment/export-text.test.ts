import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActivationId } from '#core/activations/index.ts';
import { backprop } from '#core/oracles/backprop.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { plainTitle } from '#experiment/export/chapters.ts';
import { cellsOf, notebook } from '#experiment/export/notebook.ts';
import { numpyFile } from '#experiment/export/numpy-file.ts';
import { pythonString } from '#experiment/export/python-text.ts';
import { beyondTorch2pc, torchFile } from '#experiment/export/torch-file.ts';
import { Closeness } from '../oracles/closeness.ts';
import { fixtures } from '../oracles/fixtures.ts';
import { idText, named, words } from '../oracles/nasty-names.ts';
import { assignments, type Call, type NumberArray, type Value } from '../oracles/python-reader.ts';
import { randomDocument } from '../oracles/random-networks.ts';
import { seeds, split } from '../oracles/scenarios.ts';
import { takenFrom } from '../oracles/taken.ts';
import { toleranceFor } from '../tolerance.ts';

type Read = ReadonlyMap<string, Value>;
const dictionary = (value: Value | undefined) => value as Map<string, Value>;
const array = (value: Value | undefined) => value as NumberArray;
const matrix = ({ numbers, shape }: NumberArray) => split(numbers, shape[1]!);
const matrices = (value: Value | undefined) =>
  Object.fromEntries([...dictionary(value)].map(([id, it]) => [id, matrix(array(it))]));
const vectors = (value: Value | undefined) =>
  Object.fromEntries([...dictionary(value)].map(([id, it]) => [id, Array.from(array(it).numbers)]));

/** The document that a program writes down, from its text alone: the rows on screen, all of them in one batch. */
function documentIn(read: Read): ExperimentDocument {
  const nodes = (read.get('NODES') as Call[]).map(({ args }) => {
    const [id, units, activation, precision, likelihood, clamp] = args as [
      string,
      number,
      ActivationId,
      number,
      'gaussian',
      string,
    ];
    return {
      id,
      units,
      activation,
      precision,
      likelihood,
      clamp:
        clamp === 'input'
          ? ({ learning: 'input', testing: 'input' } as const)
          : clamp === 'target'
            ? ({ learning: 'target', testing: 'free' } as const)
            : ({ learning: 'free', testing: 'free' } as const),
    };
  });
  const connections = (read.get('CONNECTIONS') as Call[]).map(({ args }) => {
    const [id, from, to, activation] = args as [string, string, string, ActivationId];
    return { id, from, to, activation };
  });
  const pins = [...dictionary(read.get('PINS'))].map(([id, it]) => [
    id,
    Object.fromEntries(it as Map<number, number>),
  ]);
  const rule = read.get('RULE') as 'strict';
  const isFixed = ['zero-divergence', 'backprop'].includes(rule);
  const shown = read.get('SHOWN') as number[];
  const rowsOf = (name: string) => {
    const all = matrix(array(read.get(name)));
    return shown.map((row) => all[row]!);
  };
  const parameters = dictionary(read.get('PARAMETERS'));
  return {
    version: 1,
    network: { nodes, connections },
    pins: Object.fromEntries(pins),
    lesions: {
      units: Object.fromEntries(dictionary(read.get('REMOVED_UNITS'))) as Record<string, number[]>,
      weights: Object.fromEntries(dictionary(read.get('REMOVED_SYNAPSES'))) as Record<
        string,
        [number, number][]
      >,
    },
    parameters: { weights: matrices(parameters.get('weights')), biases: vectors(parameters.get('biases')) },
    data: { name: 'rows', inputs: rowsOf('INPUTS'), targets: rowsOf('TARGETS') },
    inference: isFixed
      ? { rule }
      : {
          rule,
          inferenceRate: read.get('RATE') as number,
          settleSteps: read.get('STEPS') as number,
          start: read.get('START') as 'forward',
        },
  };
}

/** The page's numbers of one kind, as they stand in the text, against others. */
function checkKind(
  closeness: Closeness,
  read: Read,
  kind: string,
  expected: Readonly<Record<string, ArrayLike<number>>>,
  relative: number,
) {
  const shown = dictionary(dictionary(read.get('SCREEN')).get(kind));
  for (const [id, it] of Object.entries(expected)) {
    const most = Array.from(it).reduce((largest, x) => Math.max(largest, Math.abs(x)), 1);
    closeness.check(`${kind} of ${id}`, array(shown.get(id)).numbers, it, relative, relative * most);
  }
}

/** Random cases whose values stay of order one, so that single precision says something. */
const tame = (seed: number) => seed % 6 !== 3;

describe('what a program carries, read back from its text', () => {
  test('is enough for the textbook’s backprop to find the page’s gradients', async () => {
    for (const seed of seeds(24).filter(tame)) {
      const read = assignments(numpyFile(await takenFrom(randomDocument(seed))));
      const { data, network, ...document } = documentIn(read);
      if (!data || !('inputs' in data)) throw new Error('the program has no rows');
      const rows = { inputs: data.inputs.map((it) => [...it]), targets: data.targets.map((it) => [...it]) };
      const taken = await takenFrom({ ...document, network, data: { name: 'rows', ...rows } });
      const { pins, lesions } = taken.experiment;
      const model = { network: taken.experiment.network, pins, lesions, parameters: taken.parameters };
      const found = backprop(model, rows.inputs, rows.targets);
      const closeness = new Closeness();
      const { gradient, state } = toleranceFor('float32');
      checkKind(closeness, read, "backprop's gradients of weights", found.weights, gradient);
      checkKind(closeness, read, "backprop's gradients of biases", found.biases, gradient);
      const target = network.nodes.find((it) => it.clamp?.learning === 'target')!.id;
      checkKind(closeness, read, 'loss', { [target]: [found.loss] }, state);
      closeness.expectNone();
    }
  });

  test('is enough for the reference in double precision to settle as the page did', async () => {
    for (const seed of seeds(24).filter(tame)) {
      const document = randomDocument(seed);
      const read = assignments(numpyFile(await takenFrom(document)));
      // Noise is drawn from the seed, which stands in the document alone.
      const again = { ...documentIn(read), seed: document.seed! };
      const { screen } = await takenFrom(again, { engine: new CpuEngine('float64') });
      const closeness = new Closeness();
      const { gradient, state } = toleranceFor('float32');
      checkKind(closeness, read, 'energy', screen.energy, state);
      checkKind(closeness, read, 'values', screen.values, state);
      checkKind(closeness, read, 'errors', screen.errors, state);
      checkKind(closeness, read, 'gradients of weights', screen.gradients.weights, gradient);
      closeness.expectNone();
    }
  });

  test('is the experiment to the bit', async () => {
    for (const { experiment } of fixtures) {
      const taken = await takenFrom(experiment);
      const { parameters, network } = documentIn(assignments(numpyFile(taken)));
      const again = await takenFrom({ ...experiment, network, parameters: parameters! });
      expect(again.parameters).toEqual(taken.parameters);
      expect(again.experiment.network).toEqual(taken.experiment.network);
    }
  });
});

/** The program with every string taken out of it. */
const skeleton = (program: string) => program.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');

describe('names', () => {
  const ids = fc.uniqueArray(idText, { minLength: 5, maxLength: 5 });

  test('come back from their literals, which are one line of plain text', () => {
    fc.assert(
      fc.property(words, (text) => {
        const literal = pythonString(text);
        expect(literal).toMatch(/^"[^\p{C}\p{Zl}\p{Zp}]*"$/u);
        expect(assignments(`# %%\nTITLE = ${literal}\n`).get('TITLE')).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('change nothing but the strings of a program', async () => {
    const plain = numpyFile(await takenFrom(named('plain', ['x', 'h', 'y', 'v', 'w'])));
    const body = (program: string) => skeleton(program.slice(program.indexOf('# %%\n')));
    await fc.assert(
      fc.asyncProperty(words, ids, async (title, all) => {
        const program = numpyFile(await takenFrom(named(title, all)));
        // Numbers differ, as weights are drawn by name.
        const still = (text: string) => body(text).replace(/-?\d+(\.\d+)?(e-?\d+)?/g, '0');
        expect(still(program)).toBe(still(plain));
        const read = assignments(program);
        expect((read.get('NODES') as Call[]).map((it) => it.args[0])).toEqual(all.slice(0, 3));
        expect((read.get('CONNECTIONS') as Call[]).map((it) => it.args[0])).toEqual(all.slice(3));
      }),
      { numRuns: 60 },
    );
  });

  test('of a title are one line of words in Markdown', () => {
    fc.assert(
      fc.property(words, (title) => {
        const line = plainTitle(title);
        expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}<>[\]`*_$\\|"]/u);
        expect(line.replace(/&#\d+;/g, '')).not.toMatch(/[&#]/);
      }),
    );
  });
});

describe('the notebook', () => {
  test('holds the code of the program, cell by cell, in the form of nbformat 4.5', async () => {
    for (const { experiment } of fixtures.slice(0, 3)) {
      const taken = await takenFrom(experiment);
      const { cells, nbformat, nbformat_minor } = JSON.parse(notebook(taken)) as {
        cells: { id: string; cell_type: string; source: string[]; outputs?: []; execution_count?: null }[];
        nbformat: number;
        nbformat_minor: number;
      };
      expect([nbformat, nbformat_minor]).toEqual([4, 5]);
      expect(new Set(cells.map((it) => it.id)).size).toBe(cells.length);
      for (const { id, cell_type, source, ...rest } of cells) {
        expect(id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
        expect(source.slice(0, -1).every((it) => it.endsWith('\n'))).toBe(true);
        expect(rest).toEqual(
          cell_type === 'code' ? { metadata: {}, outputs: [], execution_count: null } : { metadata: {} },
        );
      }
      const code = cells.filter((it) => it.cell_type === 'code').map((it) => it.source.join(''));
      const ofProgram = cellsOf(numpyFile(taken))
        .filter((it) => it.kind === 'code')
        .map((it) => it.text);
      // The last cell of the program ends the process, which no notebook should.
      expect(code.slice(0, ofProgram.length - 1)).toEqual(ofProgram.slice(0, -1));
    }
  });
});

describe('the file for Torch2PC', () => {
  const chain = named('chain', ['x', 'h', 'y', 'v', 'w']);

  test('carries the layers from the input to the target in their order', async () => {
    const { network } = chain;
    const shuffled = {
      ...chain,
      network: { nodes: network.nodes.toReversed(), connections: network.connections.toReversed() },
    };
    expect(assignments(torchFile(await takenFrom(shuffled))).get('TITLE')).toBe('chain');
    expect(torchFile(await takenFrom(shuffled))).toContain('LAYERS = ["x", "h", "y"]');
  });

  test('is refused where Torch2PC has no word for the experiment', async () => {
    const refusal = async (change: Partial<ExperimentDocument>) =>
      beyondTorch2pc((await takenFrom({ ...chain, ...change })).experiment);
    const { nodes, connections } = chain.network;
    expect(await refusal({})).toBeNull();
    const skipping = { nodes, connections: [...connections, { id: 'skip', from: 'x', to: 'y' }] };
    expect(await refusal({ network: skipping })).toMatch(/chain/);
    expect(await refusal({ pins: { h: { 0: 1 } } })).toMatch(/pinned/);
    expect(await refusal({ lesions: { weights: { w: [[0, 1]] } } })).toMatch(/removed/);
    const precise = { nodes: nodes.map((it) => (it.id === 'h' ? { ...it, precision: 2 } : it)), connections };
    expect(await refusal({ network: precise })).toMatch(/precision/);
    expect(await refusal({ inference: { start: 'zero' } })).toMatch(/forward/);
  });
});
