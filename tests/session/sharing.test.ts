import { describe, expect, test } from 'vitest';
import { initialize } from '#core/network/initialize.ts';
import type { Parameters } from '#core/network/network.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { decodeLink, encodeLink } from '#experiment/share-link.ts';
import type { ViewState } from '#experiment/view-state.ts';
import { arrive } from '#session/arrival.ts';
import { fittingWeights, type LinkOptions, snapshot } from '#session/sharing.ts';

const experiment = parse(presets[0]!.document).value!;
const { network, seed } = experiment;
const drawn = initialize(network, seed);
const moved: Parameters = initialize(network, seed + 1);

function sessionWith(parameters: Parameters) {
  const session = {
    experiment: { ...experiment, view: { note: 'mine', t: 3 } },
    frame: null,
    moment: { t: 12, phase: null, nodes: [], energy: {}, total: 0 },
    selection: { kind: 'unit', node: network.nodes[1]!.id, unit: 0 },
    answer: 'free',
    parameters: async () => parameters,
    link: async ({ weights = 'none', view }: LinkOptions = {}): Promise<string> => {
      const shared = await snapshot(session, weights !== 'none', view);
      return encodeLink(shared, weights === 'int8' ? 'int8' : 'exact');
    },
  } as const;
  return session;
}

test('a link shows elsewhere what was on screen when it was made', async () => {
  const { value } = await decodeLink(
    await sessionWith(moved).link({ weights: 'exact', view: { scope: 'batch' } }),
  );
  expect(value).toEqual({
    ...experiment,
    parameters: moved,
    view: {
      note: 'mine',
      t: 12,
      selection: { kind: 'unit', node: network.nodes[1]!.id, unit: 0 },
      answer: 'free',
      scope: 'batch',
    },
  });
});

test('numbers that are none do not travel', async () => {
  const id = network.connections[0]!.id;
  const broken = { ...moved, weights: { ...moved.weights, [id]: moved.weights[id]!.map(() => Number.NaN) } };
  expect((await snapshot(sessionWith(broken), true)).parameters).toEqual({});
});

test('weights that the seed draws take no room; others as exactly as there is room', async () => {
  expect(await fittingWeights(sessionWith(drawn))).toBe('none');
  expect(await fittingWeights(sessionWith(moved))).toBe('exact');
});

test('where no link has room for them, weights stay here', async () => {
  const roomy = (exact: string, compact: string) => ({
    ...sessionWith(moved),
    link: async ({ weights }: LinkOptions = {}) => (weights === 'exact' ? exact : compact),
  });
  expect(await fittingWeights(roomy('', 'x'.repeat(9000)))).toBe('int8');
  expect(await fittingWeights(roomy('x'.repeat(9000), 'x'.repeat(3000)))).toBe('int8');
  expect(await fittingWeights(roomy('', ''))).toBe('none');
});

describe('where an experiment is opened', () => {
  const opened = (view: ViewState) => {
    const asked: unknown[] = [];
    const note =
      (name: string) =>
      (...given: unknown[]) =>
        void asked.push([name, ...given]);
    arrive(
      {
        experiment,
        choose: note('choose'),
        select: note('select'),
        setAnswer: note('answer'),
        play: note('play'),
      },
      view,
    );
    return asked;
  };
  test('nothing said means that it settles', () => {
    expect(opened({})).toEqual([['play']]);
  });

  test('what its view says is asked for', () => {
    const selection = { kind: 'unit', node: network.nodes[1]!.id, unit: 0 } as const;
    expect(opened({ t: 4, sample: 9, selection, answer: 'free' })).toEqual([
      ['choose', 9],
      ['answer', 'free'],
      ['select', selection],
    ]);
  });

  test('a neuron that the network lacks is not selected', () => {
    expect(opened({ t: 4, selection: { kind: 'unit', node: 'nobody', unit: 0 } })).toEqual([]);
  });
});
