import { targetOf } from '#core/network/topology.ts';
import type { RuleId } from '#core/rules/index.ts';
import { setRule, setSeed } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { epochRecord } from '../../epoch-record.ts';
import type { EpochRecord } from '../../frame.ts';
import { Laboratory } from '../../laboratory.ts';
import { learnEpochs } from '../../learn.ts';
import { Portion } from '../../portion.ts';
import type { Bench } from '../study.ts';
import { multiplyAdds } from './cost.ts';
import type { Both } from './pair.ts';
import { type Separation, separationOf } from './separation.ts';
import { settingsOf, type TwinSettings, twinOf } from './twin.ts';

export interface ContinuationPlan {
  readonly seeds: number;
  /** Epochs of backprop, then of either rule. */
  readonly before: number;
  readonly after: number;
  /** What continues beside backprop. */
  readonly other: TwinSettings;
}

/** One seed: backprop to begin with, then backprop and the other rule from the same weights and optimizer state. */
export interface Continued {
  readonly seed: number;
  readonly pretrained: EpochRecord;
  /** Going on with backprop, and with the other rule; null where that diverged. */
  readonly runs: Both<EpochRecord> | null;
  /** Measured from the pretrained weights. */
  readonly separation: Separation | null;
}

export interface Continuation {
  readonly experiment: Experiment;
  readonly plan: ContinuationPlan;
  /** Loss figures carry this precision of the output. */
  readonly precision: number;
  /** Multiply-adds of an update for each sample: of backprop, of the other rule. */
  readonly cost: Both<number> | null;
  readonly seeds: readonly Continued[];
}

const MOST_SEED = 2 ** 32;
/** Milliseconds of work between two looks at whether anybody still wants it. */
const BREATH = 40;

/**
 * What continuing with another rule changes after pretraining with backprop, asked of several seeds. Every seed draws
 * weights and batches of its own, also where the document gives weights; the rows stay the same.
 */
export const continuation =
  (plan: ContinuationPlan) =>
  async (bench: Bench<Continuation>): Promise<Continuation> => {
    const drawn = { ...bench.experiment, parameters: {} };
    let result: Continuation = {
      experiment: bench.experiment,
      plan,
      precision: targetOf(drawn.network).precision,
      cost: null,
      seeds: [],
    };
    for (let k = 0; k < plan.seeds; k++) {
      const seed = (drawn.seed + k) % MOST_SEED;
      const share = (within: number) => (k + within) / plan.seeds;
      const { continued, cost } = await continueFrom(bench, setSeed(drawn, seed).experiment, plan, (within) =>
        bench.progress(share(within), `seed ${k + 1} of ${plan.seeds}`),
      );
      result = { ...result, cost, seeds: [...result.seeds, continued] };
      bench.show(result);
    }
    return result;
  };

async function continueFrom(
  { engine, material }: Bench<Continuation>,
  experiment: Experiment,
  { before, after, other }: ContinuationPlan,
  progress: (share: number) => Promise<void>,
): Promise<{ continued: Continued; cost: Both<number> }> {
  const backprop = setRule(experiment, 'backprop' satisfies RuleId).experiment;
  const laboratory = await Laboratory.open(engine, backprop, material);
  const all = before + 2 * after;
  const learn = async (epochs: number, done: number): Promise<boolean> => {
    const goesOn = async ({ updates }: { updates: number }) => {
      await progress((done + updates / laboratory.batches) / all);
      return true;
    };
    return !(await learnEpochs(laboratory, epochs, { goesOn, portion: new Portion(BREATH) })).diverged;
  };
  const isSound = before === 0 || (await learn(before, 0));
  const pretrained = await epochRecord(laboratory);
  const start = await laboratory.snapshot();
  const costOfBackprop = multiplyAdds(laboratory);

  const continued = async (done: number) => {
    const sound = await learn(after, done);
    return { sound, record: await epochRecord(laboratory), parameters: await laboratory.parameters() };
  };
  const one = await continued(before);
  await laboratory.change(twinOf(backprop, other));
  laboratory.restore(start);
  const two = await continued(before + after);
  const runs = isSound && one.sound && two.sound ? ([one.record, two.record] as const) : null;
  return {
    cost: [costOfBackprop, multiplyAdds(laboratory)],
    continued: {
      seed: experiment.seed,
      pretrained,
      runs,
      separation: runs && separationOf(start.parameters, one.parameters, two.parameters),
    },
  };
}

/** The page's own settings where they are another rule than backprop, else those a strict settling begins with. */
export function otherThanBackprop(experiment: Experiment): TwinSettings {
  if (experiment.inference.rule !== 'backprop') return settingsOf(experiment);
  return settingsOf(setRule(experiment, 'strict').experiment);
}
