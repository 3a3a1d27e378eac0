import { describe, expect, test } from 'vitest';
import { settings } from '#experiment/schema.ts';
import { glossary, termOf } from '#lessons/glossary/index.ts';
import { charts } from '#view/charts/index.ts';
import { degrees, number } from '#view/format.ts';
import { piecesOf } from '#view/glossary/equation.ts';
import { fillNumbers } from '#view/glossary/numbers.ts';
import { placeBeside } from '#view/glossary/place.ts';
import { termOfSetting } from '#view/glossary/terms.ts';
import { emptyScene, experiments, sceneOf } from './scenes.ts';

/** What a person must never read. */
const SLIPS = /undefined|null|\[object|Infinity|NaN/;
const scenes = experiments.flatMap(([name, experiment]) => [
  [`${name}, before anything was measured`, emptyScene(experiment)] as const,
  [`${name}, at t = 0`, sceneOf(experiment, 'random', 0)] as const,
  [`${name}, settled`, sceneOf(experiment, 'random')] as const,
  [`${name}, diverged`, sceneOf(experiment, 'broken')] as const,
]);
const [, experiment] = experiments.find(([name]) => name === 'Agreement dial')!;

test.each(charts.map((it) => it.id))('the chart %s has a word', (id) => {
  expect(termOf(id)).not.toBeNull();
});

test.each(Object.values(settings).map((it) => [it.path.join('.'), it] as const))(
  'the setting %s has a word',
  (_, it) => {
    expect(termOf(termOfSetting(it)!)).not.toBeNull();
  },
);

describe.each(scenes)('numbers of %s', (_, scene) => {
  test('are said in every word that has any, and never as a slip', () => {
    for (const term of glossary) expect(fillNumbers(term, scene) ?? '', term.id).not.toMatch(SLIPS);
  });
});

describe('present numbers', () => {
  const scene = sceneOf(experiment, 'random');
  const say = (id: string, over: Partial<typeof scene> = {}) =>
    fillNumbers(termOf(id)!, { ...scene, ...over });

  test('are those of the chosen neuron, or of the first free one', () => {
    const value = (id: string, unit: number) =>
      number(scene.moment!.nodes.find((it) => it.id === id)!.values[unit]!);
    expect(say('value')).toContain(`x₁ of layer 1: x = ${value('x1', 0)}`);
    const selection = { kind: 'unit', node: 'x2', unit: 3 } as const;
    expect(say('value', { selection })).toContain(`x₄ of layer 2: x = ${value('x2', 3)}`);
  });

  test('are those of the frame: angle, energy', () => {
    expect(say('angle')).toContain(degrees(scene.frame!.comparison.all!.angleDegrees));
    expect(say('energy')).toContain(number(scene.moment!.total));
  });

  test('are not given where there are none', () => {
    expect(fillNumbers(termOf('angle')!, emptyScene(experiment))).toBeNull();
    expect(say('gradient')).toBeNull();
    expect(fillNumbers({}, scene)).toBeNull();
  });

  test('never call a total under frozen predictions an energy', () => {
    const [, frozen] = experiments.find(([name]) => name === 'Frozen predictions')!;
    expect(fillNumbers(termOf('released')!, sceneOf(frozen, 'random'))).toBeNull();
    expect(fillNumbers(termOf('energy')!, sceneOf(frozen, 'random'))).not.toContain('F =');
  });

  test('count what an update costs, by the closed form of a chain', () => {
    // 2-8-8-1: 88 weights, 72 of them free to be pulled back; a settling step predicts and pulls back those.
    const { settleSteps } = experiment.inference;
    const rule = 2 * settleSteps * 72 + 2 * 88;
    const backprop = 2 * 88 + 72;
    expect(say('cost')).toContain(`Strict ${rule.toLocaleString('en')}, backprop ${backprop} `);
  });
});

test('single letters lean in an equation, words and signs do not', () => {
  const leaning = piecesOf('x ← x + η (d − ε) at rest').filter((it) => it.leans);
  expect(leaning.map((it) => it.text)).toEqual(['x', 'x', 'η', 'd', 'ε']);
  for (const { equation } of glossary)
    if (equation)
      expect(
        piecesOf(equation)
          .map((it) => it.text)
          .join(''),
      ).toBe(equation);
});

test('an answer is whole in the window wherever it is asked', () => {
  const window = { width: 390, height: 844 };
  const size = { width: 340, height: 300 };
  for (let x = 0; x < window.width; x += 30)
    for (let y = 0; y < window.height; y += 40) {
      const { left, top } = placeBeside({ left: x, right: x + 50, top: y, bottom: y + 20 }, size, window);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(left + size.width).toBeLessThanOrEqual(window.width);
      expect(top + size.height).toBeLessThanOrEqual(window.height);
    }
});
