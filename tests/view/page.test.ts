import { describe, expect, test } from 'vitest';
import { connectionName, nodeName, subscript } from '#view/names.ts';
import { lead, released, shareMark } from '#view/panels/lead.ts';
import { emptyScene, experiments, sceneOf } from './scenes.ts';

const still = { loading: false, playing: false, hand: null };
const [, experiment] = experiments[0]!;

describe('the sentence above the network', () => {
  test.each(experiments)('is one in every state: %s', (_, it) => {
    for (const scene of [
      emptyScene(it),
      sceneOf(it, 'random', 0),
      sceneOf(it, 'random'),
      sceneOf(it, 'broken'),
    ])
      for (const playing of [false, true]) {
        const sentence = lead({ ...scene, ...still, playing });
        expect(sentence).toMatch(/^[A-Z].*[.…]$/);
        expect(sentence).not.toMatch(/NaN|undefined|null/);
      }
  });

  test('says what an error is drawn as before anything moves', () => {
    const moment = { ...sceneOf(experiment, 'random', 0), ...still };
    expect(lead(moment, 'posts')).toContain('Every spring is a prediction error');
    expect(lead(moment, 'graph')).toContain('Every diamond is a prediction error');
  });

  test('speaks of a hand, and of what it does to the energy', () => {
    const scene = sceneOf(experiment, 'random', 9);
    const id = experiment.network.nodes[1]!.id;
    const recorded = { ...scene.recorded!, touched: [8, 9] };
    const held = (total: number) =>
      lead({
        ...scene,
        ...still,
        recorded,
        moment: { ...scene.moment!, total },
        hand: { node: id, unit: 2 },
      });
    const before = recorded.at(7)!.total;
    expect(held(before + 1)).toBe('You hold x₃ of layer 1: its neighbours give way, F rises.');
    expect(held(before / 2)).toContain('F falls');
    expect(held(before)).not.toContain('F ');
  });

  test('says when a kick or a hand disturbed what now settles', () => {
    const scene = sceneOf(experiment, 'random', 9);
    const moment = { ...scene, ...still, playing: true, recorded: { ...scene.recorded!, touched: [6] } };
    expect(lead(moment)).toContain('Disturbed at t = 6');
  });

  test('does not ask about backprop while the answer is free', () => {
    const sentence = lead({ ...sceneOf(experiment, 'random'), ...still, answer: 'free' });
    expect(sentence).toContain('The answer is free');
    expect(sentence).not.toContain('backprop');
  });

  test('calls divergence by its name', () => {
    expect(lead({ ...sceneOf(experiment, 'broken'), ...still })).toContain('divergence');
  });
});

test('what was released is a share of the start, and nothing before the first step', () => {
  const at = (...total: number[]) => ({
    frame: { ...sceneOf(experiment, 'random').frame!, t: total.length - 1, total },
  });
  expect(released(at(0.5))).toBeNull();
  expect(released(at(0.5, 0.4, 0.25))).toBe(0.5);
  expect(shareMark(released(at(0.5, 0.25)))).toBe('▾ 50\u00a0%');
  expect(shareMark(released(at(0.5, 0.75)))).toBe('▴ 50\u00a0%');
  expect(shareMark(released(at(1, 2000)))).toBe('▴ 2000×');
});

test('layers one after another are numbered, also where a connection skips one', () => {
  const chain = experiments.find(([name]) => name === 'Agreement dial')![1].network;
  expect(chain.nodes.map((it) => nodeName(chain, it.id))).toEqual(['input', 'layer 1', 'layer 2', 'output']);
  expect(connectionName(chain, 'w2')).toBe('layer 1 → layer 2');
  const graph = experiments.find(([name]) => name === 'A shortcut')![1].network;
  expect(graph.nodes.map((it) => nodeName(graph, it.id))).toEqual(['input', 'layer 1', 'layer 2', 'output']);
  expect(subscript(9)).toBe('₁₀');
});
