import type { Issue } from '#core/issue.ts';
import type { Playground } from './playground.ts';

const CALLS = ['load', 'experiment', 'settle', 'learn', 'evaluate', 'ready'] as const;
type CallName = (typeof CALLS)[number];

interface Request {
  readonly playground: 1;
  readonly id: unknown;
  readonly call: CallName;
  readonly args: readonly unknown[];
}

function requestOf(data: unknown): Request | { readonly id: unknown; readonly refused: string } | null {
  if (typeof data !== 'object' || data === null || (data as { playground?: unknown }).playground !== 1)
    return null;
  const { id, call, args = [] } = data as Record<string, unknown>;
  // Answers look alike: only what names a call is a request.
  if (call === undefined) return null;
  if (!CALLS.includes(call as CallName)) return { id, refused: `call accepts ${CALLS.join(', ')}.` };
  if (!Array.isArray(args)) return { id, refused: 'args accepts a list.' };
  return { playground: 1, id, call: call as CallName, args };
}

/** The same calls over `postMessage`, answered only to the window that asked, at its origin. */
export function answerMessages(playground: Playground): (event: MessageEvent) => void {
  return (event) => {
    const request = requestOf(event.data);
    const source = event.source as Window | null;
    if (!request || !source) return;
    const answer = (content: object) =>
      source.postMessage(
        { playground: 1, id: request.id, ...content },
        { targetOrigin: event.origin === 'null' ? '*' : event.origin },
      );
    const fail = (message: string, issues: readonly Issue[]) => answer({ error: { message, issues } });
    if ('refused' in request)
      return fail(request.refused, [{ code: 'wrong-type', at: 'call', message: request.refused }]);
    const { call, args } = request;
    const result: Promise<unknown> =
      call === 'ready'
        ? playground.ready
        : call === 'load'
          ? playground.load(args[0], args[1])
          : playground[call](args[0]);
    result.then(
      (value) => answer({ result: value }),
      (error) => fail(error instanceof Error ? error.message : String(error), error?.issues ?? []),
    );
  };
}
