import { describe, expect, test, vi } from 'vitest';
import type { Session } from '#session/session.ts';
import { commandFor } from '#view/keyboard.ts';
import { connectionName, nodeName, subscript } from '#view/names.ts';
import type { Page } from '#view/page.svelte.ts';
import { panelIds } from '#view/page.svelte.ts';
import { lead, released, releasedMark } from '#view/panels/lead.ts';
import { emptyScene, experiments, sceneOf } from './scenes.ts';

const still = { loading: false, playing: false };
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
        const sentence = lead({ ...scene, loading: false, playing });
        expect(sentence).toMatch(/^[A-Z].*[.…]$/);
        expect(sentence).not.toMatch(/NaN|undefined|null/);
      }
  });

  test('says what an error is drawn as before anything moves', () => {
    const moment = { ...sceneOf(experiment, 'random', 0), ...still };
    expect(lead(moment, 'posts')).toContain('Every spring is a prediction error');
    expect(lead(moment, 'graph')).toContain('Every diamond is a prediction error');
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
  expect(releasedMark(at(0.5, 0.25))).toBe('▾ 50\u00a0%');
  expect(releasedMark(at(0.5, 0.75))).toBe('▴ 50\u00a0%');
  expect(releasedMark(at(1, 2000))).toBe('▴ 2000×');
});

test('layers of a chain are numbered, nodes of a graph keep their names', () => {
  const chain = experiments.find(([name]) => name === 'Agreement dial')![1].network;
  expect(chain.nodes.map((it) => nodeName(chain, it.id))).toEqual(['input', 'layer 1', 'layer 2', 'output']);
  expect(connectionName(chain, 'w2')).toBe('layer 1 → layer 2');
  const graph = experiments.find(([name]) => name === 'A shortcut')![1].network;
  expect(graph.nodes.map((it) => nodeName(graph, it.id))).toEqual(['input', 'x1', 'x2', 'output']);
  expect(subscript(9)).toBe('₁₀');
});

describe('the keyboard', () => {
  const session = Object.fromEntries(
    ['play', 'pause', 'stepOnce', 'reset', 'trainEpoch', 'undo', 'redo'].map((name) => [name, vi.fn()]),
  ) as unknown as Session;
  const page = { maximized: null, helpOpen: false, toggle: vi.fn() } as unknown as Page;
  const plainStroke = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

  test.each([
    [{ key: ' ' }, 'play'],
    [{ key: '.' }, 'stepOnce'],
    [{ key: '>', code: 'Period', shiftKey: true }, 'trainEpoch'],
    [{ key: 'r' }, 'reset'],
    [{ key: 'z', ctrlKey: true }, 'undo'],
    [{ key: 'Z', metaKey: true, shiftKey: true }, 'redo'],
  ] as const)('%o asks for %s', (stroke, method) => {
    commandFor({ ...plainStroke, ...stroke }, session, page)!();
    expect(session[method]).toHaveBeenCalledOnce();
  });

  test('digits name the panels in order, other keys are left alone', () => {
    panelIds.forEach((id, i) => {
      commandFor({ ...plainStroke, key: String(i + 1) }, session, page)!();
      expect(page.toggle).toHaveBeenLastCalledWith(id);
    });
    for (const key of ['0', '8', 'a', 'Enter', 'Tab', 'F5', 'Escape'])
      expect(commandFor({ ...plainStroke, key }, session, page)).toBeNull();
  });
});
