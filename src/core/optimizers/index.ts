import { adam } from './adam.ts';
import { momentum } from './momentum.ts';
import type { Optimizer } from './optimizer.ts';
import { sgd } from './sgd.ts';

export type { Optimizer } from './optimizer.ts';
export type OptimizerId = 'sgd' | 'momentum' | 'adam';

export const optimizers: readonly Optimizer[] = [sgd, momentum, adam];
export const optimizerIds = optimizers.map((it) => it.id as OptimizerId);
export const optimizer = (id: OptimizerId): Optimizer => optimizers.find((it) => it.id === id)!;
