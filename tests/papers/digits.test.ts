import { expect, test } from 'vitest';
import { papers } from '#session/studies/papers/index.ts';
import { missedOf, paperBench } from '../oracles/paper-bench.ts';

/* Beside the other papers' tests because it takes its time. */
test.each(
  papers
    .filter((it) => it.effort === 'a minute')
    .flatMap((paper) =>
      (['float64', 'float32'] as const).map((precision) => ({ paper, precision, id: paper.id })),
    ),
)(
  '$id obtains in $precision what is expected',
  async ({ paper, precision }) => {
    const report = await paper.study(await paperBench(paper, precision));
    expect(missedOf(report)).toEqual([]);
    expect(report.findings.length).toBe(paper.claims.length);
  },
  120_000,
);
