import { expect, test } from 'vitest';
import type { Memory } from '#core/plan/plan.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { FLUSHED, ROUNDING_FACTOR, ROUNDING_RUNS, toleranceFor } from '../tolerance.ts';
import { Closeness } from './closeness.ts';
import { everyTensor, jittered, randomDocument } from './random-networks.ts';
import { seeds } from './scenarios.ts';
import { EMPTY } from './small-plan.ts';

type Snapshots = readonly ReadonlyMap<string, Memory>[];

/** What rounding does to a document: per entry, how far float32 runs of it lie from the float64 one. */
async function roundingOf(document: ExperimentDocument, exact: Snapshots): Promise<Snapshots> {
  const noise = exact.map(
    (tensors) => new Map([...tensors].map(([name, it]) => [name, new Float64Array(it.length)])),
  );
  for (let k = 0; k < ROUNDING_RUNS; k++) {
    const run = await everyTensor(k === 0 ? document : jittered(document, k), new CpuEngine('float32'));
    for (const [phase, tensors] of run.entries())
      for (const [name, rounded] of tensors) {
        const most = noise[phase]!.get(name)!;
        let deviation = 0;
        for (let i = 0; i < rounded.length; i++)
          deviation = Math.max(deviation, Math.abs(rounded[i]! - exact[phase]!.get(name)![i]!));
        // One figure a tensor: single entries may be exact by luck.
        most.fill(Math.max(deviation, most[0] ?? 0));
      }
  }
  return noise;
}

export async function compareWithFloat64(document: ExperimentDocument, engine: Engine): Promise<Closeness> {
  // Each case starts from zero whatever ran before it.
  await engine.load(EMPTY);
  const actual = await everyTensor(document, engine);
  const exact = await everyTensor(document, new CpuEngine('float64'));
  const noise = await roundingOf(document, exact);
  const { state } = toleranceFor('float32');
  const closeness = new Closeness();
  for (const [phase, tensors] of exact.entries())
    for (const [name, expected] of tensors) {
      const allowed = ROUNDING_FACTOR * (noise[phase]!.get(name)![0] ?? 0) + FLUSHED;
      closeness.check(`${name} after program ${phase}`, actual[phase]!.get(name)!, expected, state, allowed);
    }
  return closeness;
}

/** Every tensor of random networks, after settling, backprop's sweep and two updates, against the reference in float64. */
export function float64Twin(engine: () => Engine, count: number): void {
  test.each(seeds(count))('random network %i agrees with float64 in every tensor', async (seed) => {
    const document = randomDocument(seed);
    const closeness = await compareWithFloat64(document, engine());
    expect(Number.isFinite(closeness.worst)).toBe(true);
    closeness.expectNone();
  });
}
