import { MOST_UNITS } from '#core/network/check.ts';
import type { Confusion, EpochRecord } from '../frame.ts';

type Fields = Readonly<Record<string, unknown>>;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isShare = (value: unknown): value is number | null => value === null || Number.isFinite(value);
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Records of epochs as they come from JSON; null where one of them is none. */
export function readHistory(told: unknown): readonly EpochRecord[] | null {
  if (!Array.isArray(told)) return null;
  const records = told.map(readRecord);
  const isRising = records.every((it, i) => i === 0 || (it?.epoch ?? 0) > (records[i - 1]?.epoch ?? 0));
  return isRising && records.every((it) => it !== null) ? records : null;
}

function readRecord(told: unknown): EpochRecord | null {
  if (!isFields(told)) return null;
  const { epoch, trainingLoss, testLoss, trainingAccuracy, testAccuracy } = told;
  const confusion = told.confusion === null ? null : readConfusion(told.confusion);
  const isSound = isCount(epoch) && isShare(trainingLoss) && trainingLoss !== null && isShare(testLoss);
  if (!isSound || !isShare(trainingAccuracy) || !isShare(testAccuracy) || confusion === undefined)
    return null;
  return { epoch, trainingLoss, testLoss, trainingAccuracy, testAccuracy, confusion };
}

function readConfusion(told: unknown): Confusion | undefined {
  if (!isFields(told)) return undefined;
  const { part, classes, counts } = told;
  const isPart = part === 'test' || part === 'training';
  if (!isPart || !isCount(classes) || classes > MOST_UNITS || !Array.isArray(counts)) return undefined;
  if (counts.length !== classes ** 2 || !counts.every(isCount)) return undefined;
  return { part, classes, counts: Uint32Array.from(counts) };
}
