import type { Task, TimingAnswer, TimingRequest } from './timing-messages.ts';

/** The global scope of a dedicated worker; its own library of types cannot stand beside the page's. */
interface Scope {
  onmessage: (event: MessageEvent<TimingRequest>) => void;
  postMessage(answer: TimingAnswer): void;
}

const PAGE = 65_536;
/** The compiler needs some calls before it gives its best, in milliseconds. */
const WARMING = 15;

const scope = globalThis as unknown as Scope;
let call: () => void = () => {};

function prepare({ module, bytes, call: name, arguments: values }: Task): void {
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / PAGE)) });
  // Small numbers whose products neither grow nor fade.
  new Float32Array(memory.buffer).fill(0.5);
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const found = instance.exports[name] as (...values: readonly number[]) => void;
  call = () => found(...values);
  rate(WARMING);
}

/** Calls a millisecond. */
function rate(milliseconds: number): number {
  const from = performance.now();
  let calls = 0;
  let spent = 0;
  do {
    call();
    calls++;
    spent = performance.now() - from;
  } while (spent < milliseconds);
  return calls / spent;
}

scope.onmessage = ({ data }) => {
  if (data.ask === 'prepare') prepare(data.task);
  scope.postMessage(data.ask === 'time' ? rate(data.milliseconds) : null);
};
