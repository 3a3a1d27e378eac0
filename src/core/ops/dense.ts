import { activations } from '#core/activations/index.ts';
import { BLOCK } from '#core/math/block.ts';
import type { Op } from './op.ts';

/** Every source unit reaches every unit: a = W u, W as [out][in]. */
export const dense: Op = {
  id: 'dense',
  label: 'dense',
  parameters: (sourceUnits, units) => sourceUnits * units,

  predict: (memory, args, { samples }) => {
    const { activity, weight, bias, preactivation, sourceUnits, units, accumulate } = args as Fields;
    for (let s = 0; s < samples; s++) {
      const u = activity + s * sourceUnits;
      const a = preactivation + s * units;
      for (let o = 0; o < units; o++) {
        const row = weight + o * sourceUnits;
        let sum = accumulate ? memory[a + o]! : memory[bias + o]!;
        for (let i = 0; i < sourceUnits; i++) sum += memory[row + i]! * memory[u + i]!;
        memory[a + o] = sum;
      }
    }
  },

  pullback: (memory, args, { samples }) => {
    const { value, delta, weight, drive, sourceUnits, units, activation, accumulate } = args as Fields;
    const { df } = activations[activation]!;
    const sums = new Float64Array(sourceUnits);
    for (let s = 0; s < samples; s++) {
      sums.fill(0);
      for (let o = 0; o < units; o++) {
        const d = memory[delta + s * units + o]!;
        const row = weight + o * sourceUnits;
        for (let i = 0; i < sourceUnits; i++) sums[i]! += memory[row + i]! * d;
      }
      for (let i = 0; i < sourceUnits; i++) {
        const at = s * sourceUnits + i;
        const pull = sums[i]! * df(memory[value + at]!);
        memory[drive + at] = accumulate ? memory[drive + at]! + pull : pull;
      }
    }
  },

  gradient: (memory, args, { samples }) => {
    const { activity, delta, gradient, mask, masked, sourceUnits, units } = args as Fields;
    const sums = new Float64Array(sourceUnits);
    const block = new Float64Array(sourceUnits);
    for (let o = 0; o < units; o++) {
      sums.fill(0);
      for (let first = 0; first < samples; first += BLOCK) {
        block.fill(0);
        for (let s = first; s < Math.min(first + BLOCK, samples); s++) {
          const d = memory[delta + s * units + o]!;
          const u = activity + s * sourceUnits;
          for (let i = 0; i < sourceUnits; i++) block[i]! += d * memory[u + i]!;
        }
        for (let i = 0; i < sourceUnits; i++) sums[i]! += block[i]!;
      }
      const row = o * sourceUnits;
      for (let i = 0; i < sourceUnits; i++)
        memory[gradient + row + i] = masked && memory[mask + row + i] === 0 ? 0 : -sums[i]! / samples;
    }
  },
};

type Fields = Record<
  | 'activity'
  | 'weight'
  | 'bias'
  | 'preactivation'
  | 'value'
  | 'delta'
  | 'drive'
  | 'gradient'
  | 'mask'
  | 'masked'
  | 'sourceUnits'
  | 'units'
  | 'activation'
  | 'accumulate',
  number
>;
