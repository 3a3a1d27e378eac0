import { describe, expect, test } from 'vitest';
import { paperPresets } from '#experiment/presets/papers/index.ts';
import { referenceKeys } from '#experiment/references/index.ts';
import type { Expectation } from '#session/studies/papers/expectation.ts';
import { type Claim, judge, papers, type Trials, trialOf } from '#session/studies/papers/index.ts';
import { reproduction } from '#session/studies/papers/paper.ts';
import { Stopped } from '#session/studies/study.ts';
import { missedOf, paperBench } from '../../oracles/paper-bench.ts';

const claim = (expected: Claim['expected']): Claim => ({
  what: 'A figure',
  definition: 'Of something.',
  expected,
  why: 'Said so.',
  unit: 'number',
});

describe('a figure is judged by what was claimed', () => {
  test.each([
    [{ value: 2, within: 0.5 }, 2.5, true, 0],
    [{ value: 2, within: 0.5 }, 1.5, true, 0],
    [{ value: 2, within: 0.5 }, 2.75, false, 0.75],
    [{ value: 2, within: 0 }, 1, false, -1],
    [{ from: 1, to: 3 }, 1, true, 0],
    [{ from: 1, to: 3 }, 4, false, 1],
    [{ from: 1, to: 3 }, 0.5, false, -0.5],
    [{ from: 10, to: Number.POSITIVE_INFINITY }, Number.POSITIVE_INFINITY, true, 0],
  ] as const)('%j, %f: %s', (expected, obtained, holds, off) => {
    expect(judge(claim(expected), obtained)).toMatchObject({ obtained, holds, off });
  });

  test('what is not a number is never what was claimed', () => {
    for (const expected of [
      { value: 0, within: 1e9 },
      { from: -1e9, to: 1e9 },
    ]) {
      const { holds, off } = judge(claim(expected), Number.NaN);
      expect([holds, off]).toEqual([false, Number.NaN]);
    }
  });
});

test('no two papers share an id, and every preset of papers belongs to one', () => {
  const ids = papers.map((it) => it.id);
  expect(new Set(ids).size).toBe(ids.length);
  const used = papers.flatMap((it) => it.presets.map(({ id }) => id));
  expect(used.toSorted()).toEqual(paperPresets.map((it) => it.id).toSorted());
});

describe.each(papers)('$id', (paper) => {
  test('says whose result it is, asks one question, and says where it differs', () => {
    expect(paper.sources.length).toBeGreaterThan(0);
    for (const key of paper.sources) expect(referenceKeys).toContain(key);
    expect(paper.question).toMatch(/^[A-Z].*\?$/);
    expect(paper.seen).toMatch(/^[A-Z].*\.$/);
    for (const it of paper.differs) expect(it).toMatch(/^[A-Z].*\.$/);
  });

  test('defines every figure, names its source, and no two alike', () => {
    const names = paper.claims.map((it) => it.what);
    expect(new Set(names).size).toBe(names.length);
    for (const { definition, why } of paper.claims) {
      expect(definition).toMatch(/^\S.*\.$/);
      expect(why).toMatch(/^\S.*\.$/);
    }
  });
});

describe.each(papers.filter((it) => it.effort === 'seconds'))('$id', (paper) => {
  test.each(['float64', 'float32'] as const)('obtains in %s what is expected', async (precision) => {
    const report = await paper.study(await paperBench(paper, precision));
    expect(missedOf(report)).toEqual([]);
    expect(report.findings.map((it) => it.claim.what)).toEqual(paper.claims.map((it) => it.what));
    for (const { facets } of report.plots)
      for (const { x, y } of facets.flatMap((it) => it.curves)) expect(x.length).toBe(y.length);
  });

  test('says how far it is, ever farther, and ends when nobody waits', async () => {
    const shares: number[] = [];
    await paper.study(await paperBench(paper, 'float32', async (share) => void shares.push(share)));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(1, 6);
    const stopped = await paperBench(paper, 'float32', () => Promise.reject(new Stopped()));
    await expect(paper.study(stopped)).rejects.toBeInstanceOf(Stopped);
  });
});

test('an expectation that is wrong is reported as missed, with how far it is off', async () => {
  const wrong: Expectation<number> = { ...claim({ value: 0.9, within: 0.05 }), of: (it) => it };
  const right: Expectation<number> = { ...claim({ value: 0.8, within: 0.05 }), of: (it) => it };
  const original = papers.find((it) => it.id === 'prospective-configuration')!;
  const { findings } = await reproduction<number>({
    ...original,
    expectations: [wrong, right],
    run: async (workshop) => {
      const laboratory = await workshop.open(original.presets[0]!.document);
      const { loss } = await laboratory.evaluate([0]);
      // The loss of this network is ½ by hand.
      return 0.3 + loss;
    },
  }).study(await paperBench(original, 'float64'));
  expect(findings.map((it) => it.holds)).toEqual([false, true]);
  expect(findings[0]!.off).toBeCloseTo(-0.1, 12);
});

describe('papers tried together', () => {
  const named = (id: string) => papers.find((it) => it.id === id)!;
  const failing = { ...named('scalar-graph'), study: () => Promise.reject(new Error('no such graph')) };
  const [quick, last] = [named('prospective-configuration'), named('vanishing-energy')];

  test('come one by one, and one that fails says why and holds up no other', async () => {
    const shown: string[][] = [];
    const shares: number[] = [];
    const bench = await paperBench(quick, 'float32', async (share) => void shares.push(share));
    const show = (trials: Trials) => void shown.push(Object.keys(trials));
    const trials = await trialOf([quick, failing, last])({ ...bench, show });
    expect(shown.map((it) => it.length)).toEqual([1, 2, 3]);
    expect(trials['scalar-graph']).toEqual({ report: null, message: 'no such graph' });
    for (const { id } of [quick, last]) expect(missedOf(trials[id]!.report!)).toEqual([]);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(1, 6);
  });

  test('end where they are stopped, whichever is under way', async () => {
    const bench = await paperBench(quick, 'float32', (share) =>
      share < 0.6 ? Promise.resolve() : Promise.reject(new Stopped()),
    );
    const shown: string[][] = [];
    const show = (trials: Trials) => void shown.push(Object.keys(trials));
    await expect(trialOf([quick, last])({ ...bench, show })).rejects.toBeInstanceOf(Stopped);
    expect(shown).toEqual([[quick.id]]);
  });
});
