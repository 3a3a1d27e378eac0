import { categorical } from './categorical.ts';
import { gaussian } from './gaussian.ts';
import type { Likelihood } from './likelihood.ts';

export type { Likelihood } from './likelihood.ts';
export type LikelihoodId = 'gaussian' | 'categorical';

export const likelihoods: readonly Likelihood[] = [gaussian, categorical];
export const likelihoodIds = likelihoods.map((it) => it.id as LikelihoodId);
export const likelihood = (id: LikelihoodId): Likelihood => likelihoods.find((it) => it.id === id)!;
