import { confusionOf } from './confusion.ts';
import type { EpochRecord } from './frame.ts';
import type { Laboratory } from './laboratory.ts';

const range = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);

/** Loss, accuracy and confusion of the forward pass as the parameters are now. */
export async function epochRecord(laboratory: Laboratory): Promise<EpochRecord> {
  const { training, count } = laboratory.rows;
  const onTraining = await laboratory.evaluate(range(0, training));
  const onTest = count > training ? await laboratory.evaluate(range(training, count)) : null;
  return {
    epoch: laboratory.epoch,
    trainingLoss: onTraining.loss,
    testLoss: onTest?.loss ?? null,
    trainingAccuracy: onTraining.accuracy,
    testAccuracy: onTest?.accuracy ?? null,
    confusion: await confusionOf(laboratory),
  };
}
