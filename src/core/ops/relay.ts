import type { Op } from './op.ts';

/** Copies its source: a = u. Nothing to learn; makes paths of unequal length equal under zero-divergence. */
export const relay: Op = {
  id: 'relay',
  label: 'relay',
  parameters: () => 0,
  predict: (memory, { activity, preactivation, units }, { samples }) => {
    memory.copyWithin(preactivation!, activity!, activity! + samples * units!);
  },
  pullback: (memory, { delta, drive, units, accumulate }, { samples }) => {
    for (let i = 0; i < samples * units!; i++)
      memory[drive! + i] = (accumulate ? memory[drive! + i]! : 0) + memory[delta! + i]!;
  },
  gradient: () => {},
};
