import type { Parameters } from '#core/network/network.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { Laboratory } from '../laboratory.ts';
import { strictLimit } from './strict-limit.ts';
import type { Study } from './study.ts';

/** A network as it was when an epoch ended, and what it ran under. */
export interface Past {
  readonly epoch: number;
  readonly experiment: Experiment;
  readonly parameters: Parameters;
}

/** 2/λ_max of it, strict dynamics, at the start state of the rows on screen, worst sample. */
export interface Measured {
  readonly epoch: number;
  readonly limit: number;
}

/** Measures the largest curvature of the energy for the weights of several epochs; all of one network. */
export const stabilityCourse =
  (pasts: readonly Past[]): Study<readonly Measured[]> =>
  async (bench) => {
    let measured: readonly Measured[] = [];
    const [first] = pasts;
    if (!first) return measured;
    const laboratory = await Laboratory.open(bench.engine, first.experiment, bench.material);
    for (const [k, past] of pasts.entries()) {
      const report = (): Promise<void> => bench.progress(k / pasts.length, `epoch ${past.epoch}`);
      await report();
      await laboratory.change(past.experiment);
      laboratory.placeParameters(past.parameters);
      const limit = await strictLimit(laboratory, past.parameters, bench.rows, report);
      measured = [...measured, { epoch: past.epoch, limit }];
      bench.show(measured);
    }
    return measured;
  };
