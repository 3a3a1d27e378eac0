import { expect, test } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { setSeed, setTitle } from '#experiment/edit.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { LiveSession } from '#session/live-session.svelte.ts';
import { Desk } from '#view/laboratory/sweep/desk.svelte.ts';

/** More rows than are settled together on screen. */
const { document } = presets.find((it) => it.id === 'agreement-dial')!;
const preset = parse({ ...document, data: { name: 'circle', samples: 600 } }).value!;

async function opened() {
  const session = new LiveSession(preset, new CpuEngine(), {
    fetchBytes: () => Promise.reject(new Error('no file is needed')),
    openEngine: async () => ({ engine: new CpuEngine(), issues: [] }),
    linkTo: async () => '',
    onChange: () => {},
  });
  await session.restart(preset);
  const desk = new Desk(session);
  const { across, up } = desk.request;
  desk.request = { ...desk.request, across: { ...across, count: 2 }, up: { ...up, count: 2 } };
  desk.run();
  await desk.running!.over;
  expect(desk.running!.state).toBe('done');
  expect(desk.stale).toBe('');
  return { session, desk };
}

test('a map of settlings says so once weights are drawn from another seed, not at another title', async () => {
  const { session, desk } = await opened();
  session.edit(setTitle(session.experiment, 'Another name').experiment);
  expect(desk.stale).toBe('');
  session.edit(setSeed(session.experiment, session.experiment.seed + 1).experiment);
  expect(desk.stale).not.toBe('');
});

test('a map of settlings says so once other rows are on screen, not at another of the same', async () => {
  const { session, desk } = await opened();
  const { samples } = session.frame!;
  expect(session.rows!.training).toBeGreaterThan(samples);
  session.choose(1);
  await expect.poll(() => session.frame!.sample).toBe(1);
  expect(desk.stale).toBe('');
  session.choose(samples);
  await expect.poll(() => session.frame!.sample).toBe(samples);
  expect(desk.stale).toContain('Other rows');
});
