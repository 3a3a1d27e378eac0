import { likelihoods } from './likelihoods/index.ts';
import * as bias from './nodes/bias.ts';
import * as relax from './nodes/relax.ts';
import * as state from './nodes/state.ts';
import { ops } from './ops/index.ts';
import { advance } from './optimizers/adam.ts';
import { optimizers } from './optimizers/index.ts';
import type { Kernel, KernelName } from './plan/plan.ts';
import * as clock from './telemetry/clock.ts';
import * as energy from './telemetry/energy.ts';
import * as gradients from './telemetry/gradients.ts';
import * as outcome from './telemetry/outcome.ts';

/** The kernels of a file, addressed as the file's path and the function's name. */
const at = (file: string, functions: Readonly<Record<string, Kernel>>): [KernelName, Kernel][] =>
  Object.entries(functions).map(([name, kernel]) => [`${file}.${name}` as KernelName, kernel]);

/** Every kernel by its address: the reference that each engine must agree with. */
export const kernels: ReadonlyMap<KernelName, Kernel> = new Map([
  ...at('nodes/state', { ...state }),
  ...at('nodes/relax', { ...relax }),
  ...at('nodes/bias', { ...bias }),
  ...at('telemetry/clock', { ...clock }),
  ...at('telemetry/energy', { ...energy }),
  ...at('telemetry/gradients', { ...gradients }),
  ...at('telemetry/outcome', { ...outcome }),
  ...ops.flatMap(({ id, predict, pullback, gradient }) =>
    at(`ops/${id}`, id === 'relay' ? { predict, pullback } : { predict, pullback, gradient }),
  ),
  ...likelihoods.flatMap(({ id, compare, measure }) => at(`likelihoods/${id}`, { compare, measure })),
  ...optimizers.map((it): [KernelName, Kernel] => [it.kernel, it.reference]),
  ['optimizers/adam.advance', advance],
]);
