import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runsOf, shareOf, stopFor } from '#view/controls/scrub.ts';
import { readout } from '#view/panels/readout.ts';
import { emptyScene, experiments, sceneOf } from './scenes.ts';

const ascending = fc.uniqueArray(fc.nat(200), { minLength: 1 }).map((it) => it.sort((a, b) => a - b));

describe('a scrubber', () => {
  test('gathers touched steps into runs that hold them all, and nothing else', () => {
    fc.assert(
      fc.property(ascending, (steps) => {
        const runs = runsOf(steps);
        const all = runs.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
        expect(all).toEqual(steps);
        for (let i = 1; i < runs.length; i++) expect(runs[i]![0]).toBeGreaterThan(runs[i - 1]![1] + 1);
      }),
    );
  });

  test('moved at all goes to another stop that way, unless there is none', () => {
    fc.assert(
      fc.property(ascending, fc.nat(), fc.integer({ min: -10, max: 210 }), (stops, at, wanted) => {
        const from = stops[at % stops.length]!;
        const stop = stopFor(stops, from, wanted);
        const others = stops.filter((it) => (wanted > from ? it > from : it < from));
        expect(stops).toContain(stop);
        expect(stop === from).toBe(wanted === from || others.length === 0);
        if (stops.includes(wanted)) expect(stop).toBe(wanted);
      }),
    );
  });

  test('has its ends at 0 and 1, and no place where nothing is spanned', () => {
    expect(shareOf(3, 3, 9)).toBe(0);
    expect(shareOf(9, 3, 9)).toBe(1);
    expect(shareOf(5, 5, 5)).toBe(0);
  });
});

describe('the energy beside it', () => {
  const [, experiment] = experiments[0]!;

  test('is the sample’s own at the step shown, and what it has lost since the first recorded', () => {
    const scene = sceneOf(experiment, 'random', 6);
    const { recorded } = scene;
    for (const t of [0, 3, 6]) {
      const moment = recorded!.at(t)!;
      const shown = readout({ ...scene, moment }, 'sample')!;
      expect(shown.energy).toBe(moment.total);
      if (t === 0) expect(shown.released).toBeNull();
      else expect((1 - shown.released!) * recorded!.at(0)!.total).toBeCloseTo(moment.total, 12);
    }
  });

  test('is the mean of the batch at the same step where that is asked for', () => {
    const scene = sceneOf(experiment, 'random', 6);
    const shown = readout({ ...scene, moment: scene.recorded!.at(2)! }, 'batch')!;
    expect(shown.energy).toBe(scene.frame!.total[2]);
    expect(shown.whose).toContain('32 samples');
  });

  test('is nothing before anything was measured, and no share where the start was none', () => {
    expect(readout(emptyScene(experiment), 'sample')).toBeNull();
    expect(readout(sceneOf(experiment, 'zero'), 'sample')!.released).toBeNull();
  });
});
