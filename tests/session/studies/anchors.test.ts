import { expect, test } from 'vitest';
import { courseOf } from '#session/studies/agreement-course.ts';
import { fixtures } from '../../oracles/fixtures.ts';
import { open } from '../../oracles/scenarios.ts';

const onward = async () => {};
const cosine = (degrees: number) => Math.cos((degrees / 180) * Math.PI);

function withPrecision(name: string, precision: number) {
  const { experiment } = fixtures.find((it) => it.name === name)!;
  const nodes = experiment.network.nodes.map((it) =>
    it.clamp?.learning === 'target' ? { ...it, precision } : it,
  );
  return { ...experiment, network: { ...experiment.network, nodes } };
}

test.each([
  [1, -0.03, 0.005, 62],
  [0.1, 0.94, 0.005, 14],
  [0.01, 0.999, 0.0005, 1.6],
])(
  'on the toy network at π = %f the worst layer’s cosine comes to %f (± %f), with %f %% released',
  async (precision, worst, tolerance, released) => {
    const laboratory = await open(withPrecision('toy-2-8-8-1', precision));
    const rows = Array.from({ length: laboratory.rows.training }, (_, i) => i);
    const { connections, total } = await courseOf(laboratory, rows, 4000, onward);
    const angles = Object.values(connections).map((it) => it.angleDegrees.at(-1)!);
    expect(Math.abs(cosine(Math.max(...angles)) - worst)).toBeLessThan(tolerance);
    expect(Number((100 * (1 - total.at(-1)! / total[0]!)).toPrecision(2))).toBe(released);
  },
);

test('strict settling lowers the energy and departs from backprop: .92 and 66° on the deep network at T = 400', async () => {
  const { experiment } = fixtures.find((it) => it.name === 'deep-6-10-10-10-10-4')!;
  const laboratory = await open({ ...experiment, inference: { inferenceRate: 0.1 } });
  const rows = Array.from({ length: laboratory.rows.training }, (_, i) => i);
  const { all, total } = await courseOf(laboratory, rows, 400, onward);
  expect(all.relativeError[400]!.toFixed(2)).toBe('0.92');
  expect(Math.round(all.angleDegrees[400]!)).toBe(66);
  for (let t = 1; t <= 400; t++) expect(total[t]).toBeLessThan(total[t - 1]!);
  expect(all.angleDegrees[400]).toBeGreaterThan(all.angleDegrees[20]!);
});
