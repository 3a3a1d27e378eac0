import type { Answer, Request } from './messages.ts';
import { openCpuEngine } from './open-cpu-engine.ts';

/** The global scope of a dedicated worker; its own library of types cannot stand beside the page's. */
interface Scope {
  onmessage: (event: MessageEvent<Request>) => void;
  postMessage(answer: Answer, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
const engine = openCpuEngine();
/** The first failure of a call that has no answer: told to the next one that has. */
let failure: unknown;

/** Everything takes effect at once: no CPU engine waits for anything, so messages keep their order. */
async function answer(request: Extract<Request, { id: number }>): Promise<void> {
  try {
    if (failure !== undefined) {
      const before = failure;
      failure = undefined;
      throw before;
    }
    if (request.call === 'load') {
      await engine.load(request.plan);
      scope.postMessage({ kind: 'result', id: request.id, arrays: [] });
    } else {
      const arrays = await engine.read(request.readings);
      scope.postMessage(
        { kind: 'result', id: request.id, arrays },
        arrays.map((it) => it.buffer as ArrayBuffer),
      );
    }
  } catch (error) {
    scope.postMessage({
      kind: 'failure',
      id: request.id,
      message: error instanceof Error ? error.message : `${error}`,
    });
  }
}

function carryOut(request: Exclude<Request, { id: number }>): void {
  try {
    if (request.call === 'tune') engine.tune(request.settings);
    if (request.call === 'write') engine.write(request.tensor, request.data, request.start);
    if (request.call === 'run') engine.run(request.program);
  } catch (error) {
    failure ??= error;
  }
}

scope.onmessage = ({ data }) => {
  if ('id' in data) answer(data);
  else carryOut(data);
};
scope.postMessage({ kind: 'ready', adapter: engine.adapter });
