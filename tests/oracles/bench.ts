import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine, EngineKind } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { Laboratory } from '#session/laboratory.ts';
import { materialOf } from '#session/material.ts';
import type { Bench } from '#session/studies/study.ts';
import { understood } from './scenarios.ts';

const noFile = () => Promise.reject(new Error('no file is needed'));

export interface Benchwork {
  readonly engine?: Engine;
  readonly engineOf?: (kind: EngineKind) => Promise<Engine>;
  readonly rows?: number;
}

/** A bench as a study gets it in the page: a document at its beginning and the first of its training rows. */
export async function benchOn<Result>(
  document: ExperimentDocument,
  { engine = new CpuEngine(), engineOf, rows = 32 }: Benchwork = {},
): Promise<Bench<Result>> {
  const experiment = understood(document);
  const material = await materialOf(experiment, noFile);
  const laboratory = await Laboratory.open(new CpuEngine('float64'), experiment, material);
  return {
    engine,
    ...(engineOf && { engineOf }),
    experiment,
    material,
    parameters: await laboratory.parameters(),
    rows: Uint32Array.from({ length: Math.min(rows, material.rows.training) }, (_, i) => i),
    materialOf: (other) => materialOf(other, noFile),
    progress: async () => {},
    show: () => {},
  };
}
