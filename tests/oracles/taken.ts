import { initialize } from '#core/network/initialize.ts';
import type { Parameters } from '#core/network/network.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Taken } from '#experiment/export/taken.ts';
import { materialOf } from '#session/material.ts';
import { takeAway } from '#session/studies/take-away/take-away.ts';
import { understood } from './scenarios.ts';

const noFile = () => Promise.reject(new Error('these scenarios need no file'));

interface Asked {
  readonly engine: Engine;
  readonly rows: readonly number[];
  readonly parameters: Parameters;
  readonly updates: number;
}

/** What the page takes away of a document: its study on an engine, from the document's own parameters unless told. */
export async function takenFrom(
  document: ExperimentDocument,
  { engine = new CpuEngine('float32'), rows, parameters, updates }: Partial<Asked> = {},
): Promise<Taken> {
  const experiment = understood(document);
  const material = await materialOf(experiment, noFile);
  const bench = {
    engine,
    experiment,
    material,
    parameters: parameters ?? initialize(experiment.network, experiment.seed, experiment.parameters),
    rows: Uint32Array.from(rows ?? Array.from({ length: material.rows.training }, (_, i) => i)),
    materialOf: (other: Experiment) => materialOf(other, noFile),
    progress: async () => {},
    show: () => {},
  };
  return takeAway(bench, updates);
}

/** The same with the reference in double precision as the page: what an exact program must find. */
export const exactlyTaken = (document: ExperimentDocument): Promise<Taken> =>
  takenFrom(document, { engine: new CpuEngine('float64') });
