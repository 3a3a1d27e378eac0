import { activations } from '#core/activations/index.ts';
import type { Kernel } from '#core/plan/plan.ts';

/** value += inferenceRate · moves · (drive − error). Args: value, error, drive, moves, units. */
export const byRate: Kernel = (memory, args, { samples, inferenceRate }) => {
  const { value, error, drive, moves, units } = args as Fields;
  for (let s = 0; s < samples; s++)
    for (let i = 0; i < units; i++) {
      const at = s * units + i;
      memory[value + at]! += inferenceRate * memory[moves + i]! * (memory[drive + at]! - memory[error + at]!);
    }
};

/** value += moves · (drive − error) / π: a full step. Args: those of `byRate`, precisionAt. */
export const fully: Kernel = (memory, args, { samples }) => {
  const { value, error, drive, moves, units, precisionAt } = args as Fields;
  const rate = 1 / memory[precisionAt]!;
  for (let s = 0; s < samples; s++)
    for (let i = 0; i < units; i++) {
      const at = s * units + i;
      memory[value + at]! += rate * memory[moves + i]! * (memory[drive + at]! - memory[error + at]!);
    }
};

/**
 * error = moves · drive; delta = g′(a) ∘ error: where the node rests once what drives it is final. Read directly
 * instead of as x − μ it keeps the digits of small errors. Args: error, delta, drive, moves, preactivation, units, activation.
 */
export const balance: Kernel = (memory, args, { samples }) => {
  const { error, delta, drive, moves, preactivation, units, activation } = args as Fields;
  const { df } = activations[activation]!;
  for (let s = 0; s < samples; s++)
    for (let i = 0; i < units; i++) {
      const at = s * units + i;
      const e = memory[moves + i]! * memory[drive + at]!;
      memory[error + at] = e;
      memory[delta + at] = df(memory[preactivation + at]!) * e;
    }
};

type Fields = Record<
  'value' | 'error' | 'drive' | 'moves' | 'units' | 'precisionAt' | 'delta' | 'preactivation' | 'activation',
  number
>;
