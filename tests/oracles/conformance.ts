import { afterAll, beforeAll, describe } from 'vitest';
import type { Engine } from '#engine/engine.ts';
import type { Precision } from '../tolerance.ts';
import { fixtureRuns } from './fixture-runs.ts';
import { float64Twin } from './float64-twin.ts';
import { promises } from './promises.ts';

/** Random networks compared: the seeds go round all rules, starts, optimizers and oddities. */
export const NETWORKS = 60;

/**
 * What every engine is held to: the promises of its interface, the fixtures of independent references, and in float32
 * the reference in float64 on random networks.
 */
export function conformance(
  openEngine: () => Promise<Engine>,
  precision: Precision,
  networks = NETWORKS,
): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine();
  });
  afterAll(() => engine.dispose());

  describe('promises', () => promises(() => engine));
  fixtureRuns(() => engine, precision);
  if (precision === 'float32') float64Twin(() => engine, networks);
}
