import { describe, expect, test } from 'vitest';
import { equilibriumOf } from '#core/theory/equilibrium.ts';
import { orthogonalLimit, orthogonalShare } from '#core/theory/orthogonal-chain.ts';
import { courseOf } from '#session/studies/agreement-course.ts';
import { documentOf, plainChain } from '../../oracles/chains.ts';
import { eigenvalues, orthonormal } from '../../oracles/closed-forms.ts';
import { gaussNewton } from '../../oracles/energy.ts';
import { caseOf, Draw, open, sampleOf, settled, under } from '../../oracles/scenarios.ts';

function chainOf(layers: number, precision = 1) {
  const draw = new Draw(layers, 'orthogonal chain');
  const chain = plainChain(Array.from({ length: layers }, () => orthonormal(draw.matrix(4, 4))));
  const precisions = chain.precisions.map((it, l) => (l === layers - 1 ? precision : it));
  return documentOf({ ...chain, precisions }, [draw.normals(4)], [draw.normals(4)]);
}

test.each([
  [2, '1.000'],
  [4, '0.586'],
  [8, '0.520'],
  [16, '0.505'],
])('%i layers tolerate η up to %s', (layers, limit) => {
  expect(orthogonalLimit(layers).toFixed(3)).toBe(limit);
});

describe.each([2, 3, 4, 8, 16])('a chain of %i orthogonal layers', (layers) => {
  test('has the limit of its spectrum', async () => {
    const { model, values } = await settled(chainOf(layers), 0);
    const spectrum = eigenvalues(gaussNewton(model, sampleOf(model.network, values, 0)));
    expect((orthogonalLimit(layers) * spectrum.at(-1)!) / 2).toBeCloseTo(1, 8);
  });

  test.each([1, 0.1, 3])('keeps 1/(1 + π(L − 1)) of the loss, π = %f', async (precision) => {
    const laboratory = await open(chainOf(layers, precision));
    const { parameters } = await caseOf(laboratory);
    const { total, loss, energy } = equilibriumOf(laboratory.preparation, parameters, laboratory.rows).value!;
    expect(total / loss).toBeCloseTo(orthogonalShare(layers, precision), 12);
    if (precision !== 1) return;
    expect(orthogonalShare(layers)).toBeCloseTo(1 / layers, 14);
    for (const it of Object.values(energy)) expect(it / loss).toBeCloseTo(1 / layers ** 2, 12);
  });

  test('comes to rest there as the page settles it', async () => {
    const inferenceRate = 0.9 * orthogonalLimit(layers);
    const laboratory = await open(under(chainOf(layers), { inferenceRate }));
    const { total, loss } = await courseOf(laboratory, [0], 4000, async () => {});
    expect(total.at(-1)! / loss).toBeCloseTo(1 / layers, 9);
  });
});

test('above the limit the energy of the page’s settling rises without end, below it falls to the last', async () => {
  const traces = [0.98, 1.02].map(async (share) => {
    const laboratory = await open(under(chainOf(4), { inferenceRate: share * orthogonalLimit(4) }));
    return (await courseOf(laboratory, [0], 1500, async () => {})).total;
  });
  const [below, above] = await Promise.all(traces);
  for (let t = 1; t < below!.length; t++) expect(below![t]).toBeLessThanOrEqual(below![t - 1]! * (1 + 1e-12));
  expect(above!.at(-1)).toBeGreaterThan(1e6 * above![0]!);
});
