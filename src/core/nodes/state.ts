import { activations } from '#core/activations/index.ts';
import type { Kernel } from '#core/plan/plan.ts';

/*
 * Every unit has `moves` (1, or 0 where it is pinned or removed), `held` (the pin's value, else 0) and `alive`
 * (0 where it is removed). A state is set through them, so that pins and lesions need no kernel of their own.
 */

/** value = moves · data[rows[s]] + held. Args: data, rows, value, moves, held, units. */
export const gather: Kernel = (memory, args, { samples }) => {
  const { data, rows, value, moves, held, units } = args as Fields;
  for (let s = 0; s < samples; s++) {
    const row = data + memory[rows + s]! * units;
    for (let i = 0; i < units; i++)
      memory[value + s * units + i] = memory[moves + i]! * memory[row + i]! + memory[held + i]!;
  }
};

/** value = moves · g(preactivation) + held. Args: preactivation, value, moves, held, units, activation. */
export const infer: Kernel = (memory, args, { samples }) => {
  const { preactivation, value, moves, held, units, activation } = args as Fields;
  const { f } = activations[activation]!;
  for (let s = 0; s < samples; s++)
    for (let i = 0; i < units; i++) {
      const at = s * units + i;
      memory[value + at] = memory[moves + i]! * f(memory[preactivation + at]!) + memory[held + i]!;
    }
};

/** value = moves · source + held. Args: source, value, moves, held, units. */
export const adopt: Kernel = (memory, args, { samples }) => {
  const { source, value, moves, held, units } = args as Fields;
  for (let s = 0; s < samples; s++)
    for (let i = 0; i < units; i++)
      memory[value + s * units + i] =
        memory[moves + i]! * memory[source + s * units + i]! + memory[held + i]!;
};

/** value = held. Args: value, held, units. */
export const clear: Kernel = (memory, args, { samples }) => {
  const { value, held, units } = args as Fields;
  for (let s = 0; s < samples; s++) memory.copyWithin(value + s * units, held, held + units);
};

/** activity = f(value). Args: value, activity, units, activation. */
export const activate: Kernel = (memory, args, { samples }) => {
  const { value, activity, units, activation } = args as Fields;
  const { f } = activations[activation]!;
  for (let i = 0; i < samples * units; i++) memory[activity + i] = f(memory[value + i]!);
};

type Fields = Record<
  | 'data'
  | 'rows'
  | 'value'
  | 'moves'
  | 'held'
  | 'units'
  | 'preactivation'
  | 'activation'
  | 'source'
  | 'activity',
  number
>;
