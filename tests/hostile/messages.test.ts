import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Issue } from '#core/issue.ts';
import { Arguments, PlaygroundError } from '#session/arguments.ts';
import { answerMessages } from '#session/embedding.ts';
import type { Playground } from '#session/playground.ts';
import { inTime, seed } from './laws.ts';
import { nastyJson, nastyObjects } from './values.ts';

interface Answer {
  readonly message: {
    playground: number;
    id: unknown;
    result?: unknown;
    error?: { message: string; issues: Issue[] };
  };
  readonly targetOrigin: string;
}

const CALLS = ['load', 'experiment', 'settle', 'learn', 'evaluate'] as const;
/** Says which call it was, whatever it was asked. */
const playground = {
  ready: Promise.resolve('ready'),
  ...Object.fromEntries(CALLS.map((call) => [call, () => Promise.resolve(call)])),
} as unknown as Playground;

/** What a sender at an origin hears who sent this, as one computer's memory hands it over. */
async function send(data: unknown, origin = 'https://slides.example'): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const source = {
    postMessage: (message: Answer['message'], { targetOrigin }: { targetOrigin: string }) =>
      void answers.push({ message: structuredClone(message), targetOrigin }),
  };
  answerMessages(playground)({ data, source, origin } as unknown as MessageEvent);
  await new Promise((resolve) => setTimeout(resolve));
  return answers;
}

const nasty = fc.oneof(
  fc
    .constantFrom(...nastyJson, ...nastyObjects.filter(({ name }) => !/proxy|throws|long/.test(name)))
    .map((it) => it.make()),
  fc.anything(),
);
const message = fc.oneof(
  nasty,
  fc.record(
    {
      playground: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, nasty),
      id: fc.oneof(fc.integer(), fc.string(), nasty),
      call: fc.oneof(
        fc.constantFrom<string>(...CALLS, 'ready', 'on', 'emit', 'constructor', '__proto__', 'then'),
        nasty,
      ),
      args: fc.oneof(fc.array(nasty, { maxLength: 3 }), nasty),
    },
    { requiredKeys: [] },
  ),
);
const origin = fc.constantFrom(
  'https://slides.example',
  'http://localhost:8888',
  'null',
  'file://',
  'vscode-webview://a',
);

test('2,000 messages of any kind: only the protocol is answered, once, by its own calls, to the sender at its origin', () =>
  fc.assert(
    fc.asyncProperty(message, origin, async (data, from) => {
      const answers = await inTime(() => send(data, from));
      const asked = data as { playground?: unknown; id?: unknown; call?: unknown } | null;
      const isOurs = typeof asked === 'object' && asked?.playground === 1 && asked.call !== undefined;
      expect(answers).toHaveLength(isOurs ? 1 : 0);
      for (const { message, targetOrigin } of answers) {
        expect(targetOrigin).toBe(from === 'null' || from === 'file://' ? '*' : from);
        const hasId = typeof asked!.id === 'string' || typeof asked!.id === 'number';
        expect(message).toMatchObject({ playground: 1, id: hasId ? asked!.id : null });
        if (message.error) expect(message.error.issues[0]!.message).toMatch(/accepts/);
        else expect(message.result).toBe(asked!.call);
      }
    }),
    { seed, numRuns: 2000 },
  ));

test.each([
  ['id', { call: 'load', args: [], id: { deep: true } }, /id accepts a text or a number/],
  ['call', { id: 1, call: 'on' }, /call accepts load, experiment, settle, learn, evaluate, ready/],
  ['args', { id: 1, call: 'load', args: 'all' }, /args accepts a list/],
])('a message with a wrong %s hears what is accepted', async (at, data, words) => {
  const [answer] = await send({ playground: 1, ...data });
  expect(answer!.message.error).toMatchObject({ message: expect.stringMatching(words), issues: [{ at }] });
});

test('256 calls may wait: the next hears so in the protocol’s own form, and answers make room', async () => {
  let settle = (): void => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const busy = { settle: () => settled, evaluate: () => settled } as unknown as Playground;
  const answers: Answer['message'][] = [];
  const source = { postMessage: (message: Answer['message']) => void answers.push(message) };
  const hear = answerMessages(busy);
  const ask = (id: number, call: string) =>
    hear({
      data: { playground: 1, id, call },
      source,
      origin: 'https://a.example',
    } as unknown as MessageEvent);
  for (let id = 0; id < 256; id++) ask(id, id % 2 ? 'settle' : 'evaluate');
  expect(answers).toEqual([]);
  ask(256, 'settle');
  expect(answers).toMatchObject([
    {
      playground: 1,
      id: 256,
      error: { message: expect.stringMatching(/up to 256 calls/), issues: [{ code: 'limit', at: 'call' }] },
    },
  ]);
  settle();
  await new Promise((resolve) => setTimeout(resolve));
  expect(answers).toHaveLength(257);
  ask(257, 'settle');
  await new Promise((resolve) => setTimeout(resolve));
  expect(answers.at(-1)).toMatchObject({ id: 257 });
  expect(answers.at(-1)!.error).toBeUndefined();
});

describe('options that nobody should send are refused by name', () => {
  const refusal = (options: unknown): PlaygroundError => {
    try {
      const given = new Arguments('settle', options, ['settleSteps', 'samples']);
      given.integer('settleSteps', 0, 10);
      given.indices('samples', 8);
    } catch (error) {
      if (error instanceof PlaygroundError) return error;
      throw error;
    }
    throw new Error('accepted');
  };
  test.each([
    ['a number', 5],
    ['a text', 'all'],
    ['a list', []],
    [
      'an object that fails',
      Object.defineProperty({}, 'samples', {
        get: () => {
          throw new Error('no');
        },
        enumerable: true,
      }),
    ],
  ])('%s', (_, options) => {
    expect(refusal(options).issues).toEqual([expect.objectContaining({ at: 'settle.options' })]);
  });
  test.each(nastyObjects.filter(({ name }) => !/nothing|no end/.test(name)))(
    '$name for steps and for samples',
    async ({ make }) => {
      await inTime(() => {
        expect(refusal({ settleSteps: make() }).message).toMatch(
          /settle: settleSteps accepts a whole number/,
        );
        expect(refusal({ samples: make() }).message).toMatch(/settle: samples accepts a list of row numbers/);
      });
    },
  );
});
