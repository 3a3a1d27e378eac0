import type { CompareFields, Likelihood, MeasureFields } from './likelihood.ts';

/** log Σ exp(a) without overflow. */
function logSumExp(memory: { readonly [i: number]: number }, from: number, units: number): number {
  let highest = -Infinity;
  for (let i = 0; i < units; i++) highest = Math.max(highest, memory[from + i]!);
  let sum = 0;
  for (let i = 0; i < units; i++) sum += Math.exp(memory[from + i]! - highest);
  return highest + Math.log(sum);
}

/** E = −π Σ y log softmax(a), μ = softmax(a), ε = δ = π(y − μ). For targets whose rows are ≥ 0 and sum to 1. */
export const categorical: Likelihood = {
  id: 'categorical',
  label: 'Categorical (cross-entropy)',
  comparesWholeSamples: true,
  compare: (memory, args, { samples }) => {
    const { value, preactivation, prediction, error, delta, precisionAt, counted, units } =
      args as CompareFields;
    const precision = memory[precisionAt]!;
    for (let s = 0; s < samples; s++) {
      const logTotal = logSumExp(memory, preactivation + s * units, units);
      for (let i = 0; i < units; i++) {
        const at = s * units + i;
        const mu = Math.exp(memory[preactivation + at]! - logTotal);
        const e = memory[counted + i] === 0 ? 0 : precision * (memory[value + at]! - mu);
        memory[prediction + at] = mu;
        memory[error + at] = e;
        memory[delta + at] = e;
      }
    }
  },
  measure: (memory, args, { samples }) => {
    const { value, preactivation, precisionAt, energy, units } = args as MeasureFields;
    const precision = memory[precisionAt]!;
    for (let s = 0; s < samples; s++) {
      const logTotal = logSumExp(memory, preactivation + s * units, units);
      let sum = 0;
      for (let i = 0; i < units; i++) {
        const y = memory[value + s * units + i]!;
        if (y !== 0) sum -= y * (memory[preactivation + s * units + i]! - logTotal);
      }
      memory[energy + s] = precision * sum;
    }
  },
};
