import { expect, test } from 'vitest';
import { countParameters } from '#core/network/check.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine } from '#engine/engine.ts';
import type { LiveSession } from '#session/live-session.svelte.ts';
import { dialOf, sessionOf } from '../setup/live-session.ts';

const preset = dialOf();

async function opened(): Promise<{ session: LiveSession; engines: Engine[] }> {
  const engines: Engine[] = [];
  const open = () => {
    const engine = new CpuEngine();
    engines.push(engine);
    return engine;
  };
  const session = await sessionOf(preset, { open });
  return { session, engines };
}

test('a study gets the experiment, rows and weights on screen, and its result is shown', async () => {
  const { session } = await opened();
  const parameters = await session.parameters();
  const study = session.studies.start<number>(async (bench) => {
    expect(bench.experiment).toBe(session.experiment);
    expect(bench.parameters).toEqual(parameters);
    expect(bench.rows.length).toBe(session.frame!.samples);
    bench.show(1);
    await bench.progress(0.5, 'half');
    return countParameters(bench.experiment.network);
  });
  await study.over;
  expect(study).toMatchObject({ state: 'done', result: countParameters(preset.network), message: '' });
  expect(study.took).toBeGreaterThanOrEqual(0);
});

test('a study that is stopped ends at its next breath and keeps what it had shown', async () => {
  const { session } = await opened();
  let ended = false;
  const study = session.studies.start<string>(async (bench) => {
    bench.show('part');
    try {
      for (;;) await bench.progress(0.1);
    } finally {
      ended = true;
    }
  });
  await expect.poll(() => study.result).toBe('part');
  study.stop();
  await study.over;
  expect(ended).toBe(true);
  expect(study).toMatchObject({ state: 'stopped', result: 'part' });
});

test('what a study finds after it was stopped is not shown', async () => {
  const { session } = await opened();
  const gate = Promise.withResolvers<void>();
  const study = session.studies.start<string>(async (bench) => {
    bench.show('part');
    await gate.promise;
    return 'whole';
  });
  await expect.poll(() => study.result).toBe('part');
  study.stop();
  gate.resolve();
  await study.over;
  expect(study).toMatchObject({ state: 'stopped', result: 'part' });
});

test('a study that fails says why, and the next one runs', async () => {
  const { session } = await opened();
  const failed = session.studies.start(async () => {
    throw new Error('no such axis');
  });
  await failed.over;
  expect(failed).toMatchObject({ state: 'failed', message: 'no such axis', result: null });
  const next = session.studies.start(async () => 7);
  await next.over;
  expect(next.result).toBe(7);
});

test('studies at the same time never share an engine, and engines are used again', async () => {
  const { session, engines } = await opened();
  const begun = engines.length;
  const seen: Engine[] = [];
  const open = Promise.withResolvers<void>();
  const both = [0, 1].map(() =>
    session.studies.start(async ({ engine }) => {
      seen.push(engine);
      if (seen.length === 2) open.resolve();
      await open.promise;
    }),
  );
  await Promise.all(both.map((it) => it.over));
  expect(new Set(seen).size).toBe(2);
  await session.studies.start(async ({ engine }) => void seen.push(engine)).over;
  expect(engines.length - begun).toBe(2);
  expect(seen.slice(0, 2)).toContain(seen[2]);
});

test('an engine that comes when its study is over already is there for the next one', async () => {
  const { session, engines } = await opened();
  const late = Promise.withResolvers<void>();
  const study = session.studies.start(async ({ engineOf }) => {
    void engineOf!('cpu').then(
      () => late.reject(new Error('nobody is there to use it')),
      () => late.resolve(),
    );
    throw new Error('it did not wait');
  });
  await study.over;
  await late.promise;
  expect(study.message).toBe('it did not wait');
  const begun = engines.length;
  const both = [0, 1].map(() => session.studies.start(async () => {}));
  await Promise.all(both.map((it) => it.over));
  expect(engines.length).toBe(begun);
});

test('an edit during a study waits for nobody, and the study keeps what it began with', async () => {
  const { session } = await opened();
  const gate = Promise.withResolvers<void>();
  const study = session.studies.start(async ({ experiment }) => {
    await gate.promise;
    return experiment.inference.inferenceRate;
  });
  await expect.poll(() => study.state).toBe('running');
  await session.exclusively(async () => {});
  session.edit({ ...preset, inference: { ...preset.inference, inferenceRate: 0.05 } });
  await session.exclusively(async () => {});
  expect(session.experiment.inference.inferenceRate).toBe(0.05);
  gate.resolve();
  await study.over;
  expect(study.result).toBe(preset.inference.inferenceRate);
});
