import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Playground } from '#session/playground.ts';
import { type Visit, visit } from '../setup/visit.ts';

declare global {
  interface Window {
    playground: Playground;
  }
}

let guest: Visit;
beforeAll(async () => {
  guest = await visit({ at: '#preset=agreement-dial' });
  await guest.page.evaluate(() => window.playground.ready);
});
afterAll(() => guest.close());

const toy = JSON.parse(readFileSync('tests/oracles/fixtures/toy-2-8-8-1.json', 'utf8'));
const load = (document: unknown, options?: { engine: 'cpu' | 'webgpu' }) =>
  guest.page.evaluate(([d, o]) => window.playground.load(d, o), [document, options] as const);

/** What a call that should not run says. */
const refusal = (call: string) =>
  guest.page.evaluate(
    (code) =>
      new Function(`return ${code}`)().then(
        () => ({ message: 'it ran', issues: -1 }),
        (error: Error & { issues?: unknown[] }) => ({
          message: error.message,
          issues: error.issues?.length ?? -1,
        }),
      ),
    call,
  ) as Promise<{ message: string; issues: number }>;

const worst = (found: number[], wanted: number[]): number => {
  const scale = Math.max(...wanted.map(Math.abs)) || 1;
  return Math.max(...wanted.map((it, i) => Math.abs(it - found[i]!) / scale));
};

describe.each(['cpu', 'webgpu'] as const)('on the %s engine', (engine) => {
  test.each(readdirSync('tests/oracles/fixtures'))('%s settles as the reference did', async (file) => {
    const { experiment, expected } = JSON.parse(readFileSync(`tests/oracles/fixtures/${file}`, 'utf8'));
    for (const { rule, inferenceRate, settleSteps, ...run } of expected.runs) {
      const loaded = await load(
        { ...experiment, inference: { rule, inferenceRate, settleSteps } },
        { engine },
      );
      expect(loaded).toEqual({ issues: [], engine });
      const settled = await guest.page.evaluate(() => window.playground.settle());
      const slack = settleSteps >= 300 ? 10 : 1;
      for (const id of Object.keys(run.values ?? {}))
        expect(worst(settled.values[id]!.flat(), run.values[id].flat()), `${rule} values ${id}`).toBeLessThan(
          1e-5 * slack,
        );
      for (const id of Object.keys(run.energy ?? {}))
        expect(settled.energy[id], `${rule} energy ${id}`).toHaveLength(settleSteps + 1);
      if (run.stability) expect(settled.stability.limit / run.stability.limit).toBeCloseTo(1, 2);
      const angle = run.comparison.all.angleDegrees;
      expect(Math.abs(settled.comparison.all!.angleDegrees - angle), `${rule} angle`).toBeLessThan(0.02);
    }
  });

  test('training goes on from where it was, and the same seed gives the same numbers', async () => {
    const document = { ...toy.experiment, learning: { optimizer: 'adam', learningRate: 0.01, batchSize: 3 } };
    const run = async (calls: number[]) => {
      await load(document, { engine });
      const losses: number[] = [];
      for (const updates of calls)
        losses.push(
          ...(await guest.page.evaluate((n) => window.playground.learn({ updates: n }), updates)).loss,
        );
      return losses;
    };
    const whole = await run([7]);
    expect(whole).toHaveLength(7);
    expect(await run([3, 4])).toEqual(whole);
  });
});

test('an epoch is what learn does when nothing is asked for, and its loss is what evaluate says', async () => {
  await load(toy.experiment, { engine: 'cpu' });
  const learned = await guest.page.evaluate(() => window.playground.learn());
  const evaluated = await guest.page.evaluate(() => window.playground.evaluate());
  expect(learned).toMatchObject({ updates: 1, diverged: false });
  expect(learned.loss).toEqual([evaluated.loss]);
});

test('a settling changes no parameter', async () => {
  await load(toy.experiment);
  const parameters = () => guest.page.evaluate(() => window.playground.experiment({ parameters: true }));
  const before = await parameters();
  await guest.page.evaluate(() => window.playground.settle({ settleSteps: 50, samples: [2, 0] }));
  expect(await parameters()).toEqual(before);
});

test('what experiment gives loads again to the same numbers', async () => {
  await load(toy.experiment);
  await guest.page.evaluate(() => window.playground.learn({ updates: 5 }));
  const settle = () => guest.page.evaluate(() => window.playground.settle());
  const before = await settle();
  const document = await guest.page.evaluate(() => window.playground.experiment({ parameters: true }));
  expect((await load(document)).issues).toEqual([]);
  expect(await settle()).toEqual(before);
});

test('every refusal names the field and what is accepted, and the old state stays', async () => {
  await load(toy.experiment);
  const before = await guest.page.evaluate(() => window.playground.settle());
  const refusals: Record<string, RegExp> = {
    'window.playground.load(7)': /object.*7/,
    'window.playground.load({ version: 1 })': /network/,
    "window.playground.load({ version: 1, network: { nodes: [{ id: 'a', units: 5000 }], connections: [] } })":
      /4,?096/,
    "window.playground.settle({ settleSteps: 'many' })": /settleSteps.*whole number/,
    'window.playground.settle({ samples: [99] })': /samples.*0 to 7/,
    'window.playground.settle({ steps: 3 })': /steps.*settleSteps, samples/,
    'window.playground.learn({ updates: -1 })': /updates.*whole number/,
    'window.playground.learn({ updates: 1, epochs: 1 })': /epochs.*either/,
    "window.playground.evaluate({ on: 'monday' })": /on.*train, test/,
    "window.playground.evaluate({ on: 'test' })": /no test rows/,
    "window.playground.load({}, { engine: 'abacus' })": /engine.*webgpu, cpu/,
  };
  for (const [call, words] of Object.entries(refusals)) {
    const { message, issues } = await refusal(call);
    expect(message, call).toMatch(words);
    expect(issues, call).toBeGreaterThan(0);
  }
  expect(await guest.page.evaluate(() => window.playground.settle())).toEqual(before);
});

test('listeners hear of what happens until they are released', async () => {
  const heard = await guest.page.evaluate(async (document) => {
    const events: string[] = [];
    const releases = (['settled', 'learned', 'change'] as const).map((it) =>
      window.playground.on(it, () => events.push(it)),
    );
    await window.playground.load(document);
    await window.playground.settle();
    await window.playground.learn({ updates: 1 });
    for (const release of releases) release();
    await window.playground.settle();
    return events;
  }, toy.experiment);
  expect(heard).toEqual(['change', 'settled', 'learned']);
});

test('calls wait for those before them', async () => {
  const order = await guest.page.evaluate(async (document) => {
    const done: string[] = [];
    const { playground } = window;
    await Promise.all([
      playground.load(document).then(() => done.push('load')),
      playground.learn({ updates: 3 }).then(() => done.push('learn')),
      playground.settle().then(() => done.push('settle')),
    ]);
    return done;
  }, toy.experiment);
  expect(order).toEqual(['load', 'learn', 'settle']);
});

test('a document is loaded as it was when load was called', async () => {
  const units = await guest.page.evaluate(async (document) => {
    const before = window.playground.settle();
    const loaded = window.playground.load(document);
    document.network.nodes[1].units = 5000;
    await Promise.all([before, loaded]);
    return ((await window.playground.experiment()) as typeof document).network.nodes[1].units;
  }, toy.experiment);
  expect(units).toBe(8);
});

test('a rule that fixes its steps is heard to say so when others are asked for', async () => {
  const heard = await guest.page.evaluate(async (document) => {
    const issues: { code: string; at: string }[] = [];
    await window.playground.load({ ...document, inference: { rule: 'zero-divergence' } });
    const release = window.playground.on(
      'issue',
      (it: unknown) => void issues.push(it as { code: string; at: string }),
    );
    const fixed = await window.playground.settle();
    const asked = await window.playground.settle({ settleSteps: 9 });
    release();
    return { issues, same: JSON.stringify(asked) === JSON.stringify(fixed) };
  }, toy.experiment);
  expect(heard.issues).toEqual([
    expect.objectContaining({ code: 'fixed-by-rule', at: 'settle.settleSteps' }),
  ]);
  expect(heard.same).toBe(true);
});

test('a document that asks for no settling learns from the start state', async () => {
  for (const rule of ['strict', 'fixed-prediction', 'incremental']) {
    const run = await guest.page.evaluate(
      async ([document, name]) => {
        const { playground } = window;
        const { issues } = await playground.load({ ...document, inference: { rule: name, settleSteps: 0 } });
        return {
          issues,
          settled: await playground.settle(),
          learned: await playground.learn({ updates: 1 }),
        };
      },
      [toy.experiment, rule] as const,
    );
    expect(run.issues).toEqual([]);
    expect(run.settled.energy.x3).toHaveLength(1);
    expect(run.learned).toMatchObject({ updates: 1, diverged: false });
  }
});

test('a frame talks to the page by messages, and only it is answered', async () => {
  const answers = await guest.page.evaluate(async (document) => {
    const frame = globalThis.document.createElement('iframe');
    frame.src = location.pathname;
    globalThis.document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve));
    const ask = (call: string, args: unknown[]) =>
      new Promise<{ result?: { energy?: object }; error?: { message: string; issues: unknown[] } }>(
        (resolve) => {
          const id = Math.random();
          const listen = (event: MessageEvent) => {
            if (event.data.id !== id || event.source !== frame.contentWindow) return;
            removeEventListener('message', listen);
            resolve(event.data);
          };
          addEventListener('message', listen);
          frame.contentWindow!.postMessage({ playground: 1, id, call, args }, location.origin);
        },
      );
    const loaded = await ask('load', [document]);
    const settled = await ask('settle', [{ settleSteps: 3 }]);
    const refused = await ask('settle', [{ settleSteps: -3 }]);
    const unknown = await ask('explode', []);
    frame.remove();
    return { loaded, energies: Object.keys(settled.result!.energy!), refused, unknown };
  }, toy.experiment);
  expect(answers.loaded.error).toBeUndefined();
  expect(answers.energies).toEqual(['x1', 'x2', 'x3']);
  expect(answers.refused.error!.message).toMatch(/settleSteps/);
  expect(answers.unknown.error!.issues).toHaveLength(1);
});
