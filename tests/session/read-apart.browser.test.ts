import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { initialize } from '#core/network/initialize.ts';
import { encodeFile } from '#experiment/file.ts';
import { parse } from '#experiment/parse.ts';
import { encodeWeights } from '#experiment/weights-file.ts';
import { readApart } from '#session/reading/read-apart.ts';
import { read } from '#session/reading/readers.ts';
import { writeSecondForm } from '#session/visits/second-form.ts';

/** Large enough to be read beside the page. */
const bare = parse({
  version: 1,
  network: {
    nodes: [
      { id: 'x', units: 2, clamp: { learning: 'input' } },
      { id: 'h', units: 300 },
      { id: 'k', units: 300 },
      { id: 'y', units: 1, clamp: { learning: 'target' } },
    ],
    connections: [
      { id: 'w1', from: 'x', to: 'h' },
      { id: 'w2', from: 'h', to: 'k' },
      { id: 'w3', from: 'k', to: 'y' },
    ],
  },
  pins: { h: { 3: 0.5 } },
  data: { name: 'rows', inputs: [[1, 2]], targets: [[3]] },
}).value!;
const parameters = initialize(bare.network, 3);
const experiment = { ...bare, parameters };
const file = new Blob([encodeFile(experiment)]);
const weights = new Blob([encodeWeights(bare, parameters)]);
const visit = writeSecondForm({ experiment, progress: null, view: { t: 3 } })!;

let workers = 0;
const Native = Worker;
beforeEach(() => {
  workers = 0;
  vi.stubGlobal(
    'Worker',
    class extends Native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers++;
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const refuses = () => {
  throw new DOMException('no workers here', 'SecurityError');
};

test.each([
  ['beside the page', 1, () => {}],
  ['on its own thread where workers are refused', 0, () => vi.stubGlobal('Worker', refuses)],
])('what is large is read %s, to the bit', async (_, count, prepare) => {
  prepare();
  expect(await readApart('experiment', file)).toEqual({ value: experiment, issues: [] });
  expect(workers).toBe(count);
  expect(await readApart('weights', weights, bare.network)).toEqual({ value: parameters, issues: [] });
  expect(await readApart('visit', visit)).toEqual(await read('visit', [visit]));
  expect(workers).toBe(3 * count);
});

test('what is small starts no worker, and what is wrong is said either way', async () => {
  const small = await readApart('experiment', new Blob(['{"version": 2}']));
  expect(workers).toBe(0);
  const large = await readApart('experiment', new Blob(['{"version": 2', ' '.repeat(300_000), '}']));
  expect(workers).toBe(1);
  expect(small.issues[0]!.code).toBe('version');
  expect(large).toEqual(small);
});

test('a worker that ends while it reads is an issue, and not tried again on the page’s thread', async () => {
  class Ending extends EventTarget {
    onmessage = (_: MessageEvent) => {};
    onerror = (_: Event) => {};
    postMessage(): void {
      queueMicrotask(() => {
        this.onmessage(new MessageEvent('message', { data: 'begun' }));
        this.onerror(new ErrorEvent('error', { message: 'out of memory' }));
      });
    }
    terminate(): void {}
  }
  vi.stubGlobal('Worker', Ending);
  const { value, issues } = await readApart('experiment', file);
  expect(value).toBeNull();
  expect(issues[0]!.message).toMatch(/no room/);
  expect(await readApart('visit', visit)).toBeNull();
});
