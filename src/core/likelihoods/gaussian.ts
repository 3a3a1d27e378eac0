import { activations } from '#core/activations/index.ts';
import type { CompareFields, Likelihood, MeasureFields } from './likelihood.ts';

/** E = ½π|x − μ|², μ = g(a), ε = π(x − μ), δ = g′(a) ∘ ε. */
export const gaussian: Likelihood = {
  id: 'gaussian',
  label: 'Gaussian (squared error)',
  comparesWholeSamples: false,
  compare: (memory, args, { samples }) => {
    const { value, preactivation, prediction, error, delta, precisionAt, counted, units, activation } =
      args as CompareFields;
    const { f, df } = activations[activation]!;
    const precision = memory[precisionAt]!;
    for (let s = 0; s < samples; s++)
      for (let i = 0; i < units; i++) {
        const at = s * units + i;
        const a = memory[preactivation + at]!;
        memory[prediction + at] = f(a);
        // The stored μ is the one compared with, so that a value that follows its prediction has no error at all.
        const mu = memory[prediction + at]!;
        const e = memory[counted + i] === 0 ? 0 : precision * (memory[value + at]! - mu);
        memory[error + at] = e;
        memory[delta + at] = df(a) * e;
      }
  },
  measure: (memory, args, { samples }) => {
    const { error, precisionAt, energy, units } = args as MeasureFields;
    const precision = memory[precisionAt]!;
    for (let s = 0; s < samples; s++) {
      let sum = 0;
      for (let i = 0; i < units; i++) sum += memory[error + s * units + i]! ** 2;
      memory[energy + s] = (0.5 * sum) / precision;
    }
  },
};
