import type { Issue } from '#core/issue.ts';
import type { EngineKind } from '#engine/engine.ts';
import { EngineError } from '#engine/engine-error.ts';

/** Why an engine is left, and what is said of it. */
export interface Fall {
  readonly isRefusal: boolean;
  readonly goesOn: (from: EngineKind, to: EngineKind) => Issue;
  /** Where no other engine goes on. */
  readonly ends: Issue;
}

const issue = (message: string, hint?: string): Issue => ({
  code: 'engine',
  at: '',
  message,
  ...(hint !== undefined && { hint }),
});

const ELSEWHERE = { webgpu: 'on a new connection to it', cpu: 'on the CPU' } as const;

/** The engine is gone. */
export function lostWith(kind: EngineKind): Fall {
  const lost = kind === 'webgpu' ? 'The graphics device was lost' : 'A computing thread stopped';
  return {
    isRefusal: false,
    goesOn: (from, to) => {
      const where = from === 'cpu' ? 'on new ones' : ELSEWHERE[to];
      return issue(`${lost}; the experiment goes on where it was, ${where}.`);
    },
    ends: issue(`${lost}, and nothing here can go on with the experiment.`, 'Load the page anew.'),
  };
}

/** The device does not take a plan. */
export function refusedWith(error: unknown): Fall {
  const said = error instanceof EngineError ? error.issues[0]! : issue(String(error));
  return {
    isRefusal: true,
    goesOn: () => ({ ...said, hint: 'The experiment goes on with the CPU.' }),
    ends: said,
  };
}

/** Engines to try: a driver that is reset comes back, one that is lost again at once does not. */
export function nextKinds(from: EngineKind, { isRefusal }: Fall, losses: number): readonly EngineKind[] {
  return from === 'webgpu' && !isRefusal && losses === 1 ? ['webgpu', 'cpu'] : ['cpu'];
}
