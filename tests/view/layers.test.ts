import { describe, expect, test } from 'vitest';
import { addLayer, connect, removeLayer, setData, setPrecision, setUnits } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { nodeName } from '#view/names.ts';
import { consequencesOf } from '#view/panels/layers/consequences.ts';
import { endsFor } from '#view/panels/layers/joins.ts';
import { unitsRange } from '#view/panels/layers/units-range.ts';

const preset = (id: string): Experiment => parse(presets.find((it) => it.id === id)!.document).value!;
/** 2-8-8-1: 16 + 64 + 8 weights and 17 biases. */
const dial = preset('agreement-dial');
const skip = preset('skip-graph');

describe('what an edit would do is told beforehand', () => {
  test('a neuron more draws its own synapses and bias, and no others', () => {
    const { sentence, anew, gone } = consequencesOf(dial, setUnits(dial, 'x2', 9));
    expect(sentence).toBe(
      '10 parameters begin anew (layer 1 → layer 2, layer 2 → output). 105 parameters stay.',
    );
    expect(anew).toEqual({ nodes: new Set(['x2', 'x3']), connections: new Set(['w2', 'w3']) });
    expect(gone).toEqual({ nodes: new Set(), connections: new Set() });
  });

  test('a neuron less takes its synapses and bias along', () => {
    expect(consequencesOf(dial, setUnits(dial, 'x2', 7)).sentence).toBe(
      '10 parameters go. 95 parameters stay.',
    );
  });

  test('a removed layer is named among what goes', () => {
    const { gone } = consequencesOf(dial, removeLayer(dial, 'x2'));
    expect(gone).toEqual({ nodes: new Set(['x2']), connections: new Set(['w2']) });
  });

  test('an edit that cannot be made says why', () => {
    expect(consequencesOf(dial, setUnits(dial, 'x3', 3)).sentence).toMatch(/circle needs 1 or 2/);
  });

  test('what moves no weight keeps them all', () => {
    expect(consequencesOf(dial, setPrecision(dial, 'x3', 0.1)).sentence).toBe('All 105 parameters stay.');
  });
});

test('a new connection ends at every later layer that does not have it', () => {
  expect(endsFor(dial, 'x0')).toEqual(['x2', 'x3']);
  expect(endsFor(dial, 'x2')).toEqual([]);
  expect(endsFor(skip, 'x1')).toEqual([]);
});

test('the data leaves the output one or two neurons for two classes, and hidden layers any number', () => {
  const [input, hidden, , output] = dial.network.nodes;
  expect(unitsRange(dial, output!)).toEqual({ least: 1, most: 2 });
  expect(unitsRange(dial, hidden!)).toEqual({ least: 1, most: 4096 });
  expect(unitsRange(dial, input!)).toBeNull();
  const wave = setData(dial, 'digits').experiment;
  expect(unitsRange(wave, wave.network.nodes[3]!)).toBeNull();
});

test('layers keep their numbers when a connection skips them, and their own names side by side', () => {
  const names = (it: Experiment) => it.network.nodes.map(({ id }) => nodeName(it.network, id));
  expect(names(skip)).toEqual(['input', 'layer 1', 'layer 2', 'output']);
  const aside = connect(
    addLayer(connect(dial, 'x0', 'x2').experiment, 'x0').experiment,
    'x0',
    'x1',
  ).experiment;
  expect(names(aside)).toEqual(['input', 'layer 1', 'layer 2', 'layer 3', 'output']);
  const parallel = removeLayer(dial, 'x1').experiment;
  const ids = { ...parallel.network.nodes[1]!, id: 'y' };
  const both = {
    ...parallel.network,
    nodes: [...parallel.network.nodes, ids],
    connections: [
      ...parallel.network.connections,
      { ...parallel.network.connections[0]!, id: 'v1', to: 'y' },
      { ...parallel.network.connections[1]!, id: 'v2', from: 'y' },
    ],
  };
  expect(both.nodes.map(({ id }) => nodeName(both, id))).toEqual(['input', 'x2', 'output', 'y']);
});
