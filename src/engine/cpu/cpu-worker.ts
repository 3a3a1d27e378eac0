import { fatal } from './crew/fatal.ts';
import { help } from './crew/help.ts';
import { Lead } from './crew/lead.ts';
import { Link } from './crew/link.ts';
import type { Answer, Crew, Request } from './messages.ts';
import { openCpuEngine } from './open-cpu-engine.ts';
import { SimdEngine } from './simd-engine.ts';

/** The global scope of a dedicated worker; its own library of types cannot stand beside the page's. */
interface Scope {
  onmessage: (event: MessageEvent<never>) => void;
  postMessage(answer: Answer, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
const engine = openCpuEngine();

/** Answers the page, one request after another. */
function serve(computing: typeof engine | Lead): void {
  /** The first failure of a call that has no answer: told to the next one that has. */
  let failure: unknown;
  let turn = Promise.resolve();

  async function answer(request: Extract<Request, { id: number }>): Promise<void> {
    const { id } = request;
    try {
      if (failure !== undefined) {
        const before = failure;
        failure = undefined;
        throw before;
      }
      if (request.call === 'load') await computing.load(request.plan);
      const arrays = request.call === 'read' ? await computing.read(request.readings) : [];
      const buffers = arrays.map((it) => it.buffer as ArrayBuffer);
      scope.postMessage({ kind: 'result', id, arrays }, buffers);
    } catch (error) {
      const message = error instanceof Error ? error.message : `${error}`;
      scope.postMessage({ kind: 'failure', id, message });
    }
  }

  async function carryOut(request: Exclude<Request, { id: number }>): Promise<void> {
    try {
      if (request.call === 'tune') await computing.tune(request.settings);
      if (request.call === 'write') await computing.write(request.tensor, request.data, request.start);
      if (request.call === 'run') await computing.run(request.program);
    } catch (error) {
      failure ??= error;
    }
  }

  scope.onmessage = ({ data }: MessageEvent<Request>) => {
    const handle = 'id' in data ? () => answer(data) : () => carryOut(data);
    turn = turn.then(handle).catch(fatal);
  };
  scope.postMessage({ kind: 'ready', adapter: computing.adapter });
}

scope.onmessage = ({ data: { ports, worthwhile } }: MessageEvent<Crew>) => {
  const isFirst = ports[0] === null;
  if (!(engine instanceof SimdEngine)) {
    if (isFirst) serve(engine);
  } else if (isFirst) {
    const others = ports.filter((it) => it !== null);
    serve(
      new Lead(
        engine,
        others.map((it) => new Link(it)),
        worthwhile,
      ),
    );
  } else help(engine, ports, worthwhile);
};
