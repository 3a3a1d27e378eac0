import type { Experiment } from '#experiment/experiment.ts';
import { refuseBroken } from '../soundness.ts';
import { type Bench, Stopped, type Study } from '../study.ts';
import type { Check, Outcome } from './check.ts';
import { checks } from './checks/index.ts';
import { type Equipment, Trial, usualEquipment } from './trial.ts';

export interface Verified {
  readonly check: Check;
  readonly outcome: Outcome;
}

/** What the checks found on one experiment, so far. */
export interface Report {
  readonly experiment: Experiment;
  /** Rows looked at, of those on screen. */
  readonly rows: number;
  readonly of: number;
  readonly verified: readonly Verified[];
}

/** A check that cannot be carried out has failed, and says why. */
async function outcomeOf(check: Check, trial: Trial): Promise<Outcome> {
  try {
    return await check.run(trial);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const why = error instanceof Error ? error.message : String(error);
    return { verdict: 'fails', figures: [], words: `It could not be carried out: ${why}` };
  }
}

/** Every check on the page's network, weights and rows, one after the other. Rejects where the weights are no numbers. */
export const verify =
  (asked: readonly Check[] = checks, equipment: Equipment = usualEquipment): Study<Report> =>
  async (bench: Bench<Report>) => {
    refuseBroken(bench.parameters);
    let done = 0;
    const breathe = () => bench.progress(done / asked.length, asked[done]?.label ?? '');
    const trial = new Trial(bench, equipment, breathe);
    const report = (verified: readonly Verified[]): Report => ({
      experiment: bench.experiment,
      rows: trial.rows.length,
      of: bench.rows.length,
      verified,
    });
    const verified: Verified[] = [];
    for (const check of asked) {
      await breathe();
      verified.push({ check, outcome: await outcomeOf(check, trial) });
      done++;
      bench.show(report([...verified]));
    }
    return report(verified);
  };
