import { expect } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine } from '#engine/engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { LiveSession } from '#session/live-session.svelte.ts';
import type { EngineChoice } from '#session/session.ts';

/** The preset of the agreement dial, on so many samples of its circle. */
export function dialOf(samples?: number): Experiment {
  const { document } = presets.find((it) => it.id === 'agreement-dial')!;
  return parse(samples === undefined ? document : { ...document, data: { name: 'circle', samples } }).value!;
}

interface Devices {
  readonly engine?: Engine;
  /** What opens where the session asks for another. */
  readonly open?: (choice: EngineChoice) => Engine | Promise<Engine>;
}

/** A session without a page around it, in which nothing is opened yet. */
export const bareSession = (
  experiment: Experiment,
  { engine = new CpuEngine(), open = () => new CpuEngine() }: Devices = {},
): LiveSession =>
  new LiveSession(experiment, engine, {
    fetchBytes: () => Promise.reject(new Error('no file is needed')),
    openEngine: async (choice) => ({ engine: await open(choice), issues: [] }),
    linkTo: async () => '',
    onChange: () => {},
  });

/** The same with the experiment on screen. */
export async function sessionOf(experiment: Experiment, devices: Devices = {}): Promise<LiveSession> {
  const session = bareSession(experiment, devices);
  await session.restart(experiment);
  return session;
}

/** Everything asked for so far is done. */
export const settled = (session: LiveSession): Promise<void> => session.exclusively(async () => {});
export const soon = (ready: () => boolean) => expect.poll(ready, { timeout: 60_000, interval: 5 }).toBe(true);

export async function learn(session: LiveSession, epochs = 1): Promise<void> {
  const { epoch } = session.training;
  session.trainEpochs(epochs);
  await soon(() => !session.training.running && session.training.epoch === epoch + epochs);
  await settled(session);
}
