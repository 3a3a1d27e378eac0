import type { QuestionId } from '#lessons/questions/index.ts';
import { afterPretraining } from '#session/studies/questions/continuing.ts';
import { shouldItConverge } from '#session/studies/questions/convergence.ts';
import { whyTheCost } from '#session/studies/questions/cost.ts';
import { isItLocal } from '#session/studies/questions/local.ts';
import { isItBackprop } from '#session/studies/questions/loop.ts';
import { innerLoopOnce } from '#session/studies/questions/once.ts';
import type { Study } from '#session/studies/study.ts';
import type { Answer } from '../answer.ts';
import { answerContinuing } from './continuing.ts';
import { answerConvergence } from './convergence.ts';
import { answerCost } from './cost.ts';
import { answerLocal } from './local.ts';
import { answerLoop } from './loop.ts';
import { answerOnce } from './once.ts';

/** A study whose result is its answer in words. */
function answering<Found>(study: Study<Found>, answer: (found: Found) => Answer): Study<Answer> {
  return async (bench) => answer(await study({ ...bench, show: (found) => bench.show(answer(found)) }));
}

/** How each question is tried. */
export const trials: Readonly<Record<QuestionId, Study<Answer>>> = {
  loop: answering(isItBackprop, answerLoop),
  once: answering(innerLoopOnce, answerOnce),
  convergence: answering(shouldItConverge, answerConvergence),
  cost: answering(whyTheCost, answerCost),
  local: answering(isItLocal, answerLocal),
  continuing: answering(afterPretraining, answerContinuing),
};
