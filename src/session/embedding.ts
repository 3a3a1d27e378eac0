import type { Issue, IssueCode } from '#core/issue.ts';
import type { Playground } from './playground.ts';

const CALLS = ['load', 'experiment', 'settle', 'learn', 'evaluate', 'ready'] as const;
type CallName = (typeof CALLS)[number];

/** Calls that may wait for their answers; each keeps what it was sent. */
const MOST_WAITING = 256;

interface Request {
  /** What a sender tells answers by; null where it sent none that could be sent back. */
  readonly id: string | number | null;
  readonly call: CallName;
  readonly args: readonly unknown[];
}

type Refusal = Pick<Request, 'id'> & { readonly at: 'id' | 'call' | 'args'; readonly accepted: string };

/** A request of the protocol, or what is wrong with one; null for messages that are none. */
function requestOf(data: unknown): Request | Refusal | null {
  if (typeof data !== 'object' || data === null || (data as { playground?: unknown }).playground !== 1)
    return null;
  const { id, call, args = [] } = data as Record<string, unknown>;
  // Answers look alike: only what names a call is a request.
  if (call === undefined) return null;
  if (typeof id !== 'string' && typeof id !== 'number')
    return { id: null, at: 'id', accepted: 'a text or a number' };
  if (!CALLS.includes(call as CallName)) return { id, at: 'call', accepted: CALLS.join(', ') };
  if (!Array.isArray(args)) return { id, at: 'args', accepted: 'a list' };
  return { id, call: call as CallName, args };
}

/** The same calls over `postMessage`, answered only to the window that asked, at its origin. */
export function answerMessages(playground: Playground): (event: MessageEvent) => void {
  let waiting = 0;
  return ({ data, source, origin }) => {
    const request = requestOf(data);
    if (!request || !source) return;
    const targetOrigin = isNamed(origin) ? origin : '*';
    const answer = (content: object) =>
      source.postMessage({ playground: 1, id: request.id, ...content }, { targetOrigin });
    const fail = (message: string, issues: readonly Issue[]) => answer({ error: { message, issues } });
    const refuse = (code: IssueCode, at: string, message: string) => fail(message, [{ code, at, message }]);
    if ('at' in request)
      return refuse('wrong-type', request.at, `${request.at} accepts ${request.accepted}.`);
    if (waiting >= MOST_WAITING)
      return refuse(
        'limit',
        'call',
        `call accepts up to ${MOST_WAITING} calls that wait: this one was not made.`,
      );
    waiting++;
    call(playground, request)
      .finally(() => waiting--)
      .then(
        (result) => answer({ result }),
        (error) => fail(error instanceof Error ? error.message : String(error), error?.issues ?? []),
      );
  };
}

/** Frames in a sandbox and pages from a disk have an origin without a name, and nobody else can have asked. */
const isNamed = (origin: string): boolean => origin !== 'null' && !origin.startsWith('file:');

function call(playground: Playground, { call, args }: Request): Promise<unknown> {
  if (call === 'ready') return playground.ready;
  return call === 'load' ? playground.load(args[0], args[1]) : playground[call](args[0]);
}
