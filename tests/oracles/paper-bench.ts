import { readFileSync } from 'node:fs';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { materialOf } from '#session/material.ts';
import type { Paper, Report } from '#session/studies/papers/index.ts';
import type { Bench } from '#session/studies/study.ts';
import { understood } from './scenarios.ts';

const file = async (name: string) => new Uint8Array(readFileSync(`public/${name}`));

/** What the page hands a study, with an engine of the reference. */
export async function paperBench(
  { presets: [preset] }: Paper,
  precision: 'float32' | 'float64',
  progress: Bench<Report>['progress'] = async () => {},
): Promise<Bench<Report>> {
  const experiment = understood(preset!.document);
  return {
    engine: new CpuEngine(precision),
    experiment,
    material: await materialOf(experiment, file),
    parameters: { weights: {}, biases: {} },
    rows: Uint32Array.of(0),
    materialOf: (it) => materialOf(it, file),
    progress,
    show: () => {},
  };
}

/** What a paper’s study found to be otherwise than expected, ready to be read in a failure. */
export const missedOf = ({ findings }: Report) =>
  findings
    .filter((it) => !it.holds)
    .map(({ claim, obtained, off }) => ({ what: claim.what, expected: claim.expected, obtained, off }));
