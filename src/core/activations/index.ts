import type { Activation } from './activation.ts';
import { gelu } from './gelu.ts';
import { identity } from './identity.ts';
import { leakyRelu } from './leaky-relu.ts';
import { relu } from './relu.ts';
import { sigmoid } from './sigmoid.ts';
import { sin } from './sin.ts';
import { softplus } from './softplus.ts';
import { sqrt } from './sqrt.ts';
import { square } from './square.ts';
import { tan } from './tan.ts';
import { tanh } from './tanh.ts';

export type { Activation } from './activation.ts';

export type ActivationId =
  | 'identity'
  | 'tanh'
  | 'relu'
  | 'sigmoid'
  | 'leaky-relu'
  | 'gelu'
  | 'softplus'
  | 'sqrt'
  | 'square'
  | 'sin'
  | 'tan';

/** All activations; the position is the code that kernels receive. */
export const activations: readonly Activation[] = [
  identity,
  tanh,
  relu,
  sigmoid,
  leakyRelu,
  gelu,
  softplus,
  sqrt,
  square,
  sin,
  tan,
];

/** The seven offered in the page; the others exist for reproductions. */
export const activationIds = activations.map((it) => it.id as ActivationId);
export const offeredActivations: readonly ActivationId[] = activationIds.slice(0, 7);

export const activationCode = (id: ActivationId): number => activationIds.indexOf(id);
export const activation = (id: ActivationId): Activation => activations[activationCode(id)]!;
