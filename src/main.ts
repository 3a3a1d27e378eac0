import { mount, tick } from 'svelte';
import './app.css';
import { countParameters } from '#core/network/check.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { openEngine } from '#engine/open-engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { presets } from '#experiment/presets/index.ts';
import { readView, type ViewState } from '#experiment/view-state.ts';
import { answerMessages } from '#session/embedding.ts';
import { type Beginning, LiveSession } from '#session/live-session.svelte.ts';
import { Memory, nothingLeft } from '#session/memory.svelte.ts';
import { Playground } from '#session/playground.ts';
import App from '#view/App.svelte';
import { optionsIn, readProfile } from '#view/profile.ts';

declare global {
  interface Window {
    playground: Playground;
  }
}

/** Parameters from which on a first picture on this thread would hold up the page. */
const LARGE = 10_000;

/** What reads and writes addresses: most visits come without one, and the first picture does not wait for it. */
const links = () => import('#session/link-sync.svelte.ts');

async function fetchBytes(file: string): Promise<Uint8Array> {
  // A page that is one file has its data within.
  const within = document.getElementById(file)?.textContent;
  if (within) return Uint8Array.from(atob(within), (letter) => letter.charCodeAt(0));
  const response = await fetch(new URL(file, document.baseURI)).catch(() => null);
  if (!response?.ok) throw new Error(`The data file ${file} could not be loaded; is the connection there?`);
  return new Uint8Array(await response.arrayBuffer());
}

const session = new LiveSession(parse(presets[0]!.document).value!, new CpuEngine(), {
  fetchBytes,
  openEngine,
  linkTo: async (...what) => (await links()).linkTo(...what),
  measureRoof: async (kind) => (await import('#engine/roof/roof.ts')).measureRoof(kind),
  onChange: (event, detail) => playground.emit(event, detail),
});

const options = optionsIn(location);
/** Frames of one slide show would take each other's memory; `?fresh` asks for none. */
const forgets = window.parent !== window || options.has('fresh');
const memory = forgets ? new Memory(null) : Memory.inBrowser();

interface Opening extends Beginning {
  readonly experiment: Experiment;
  readonly view: ViewState;
  /** What the address names. */
  readonly linked: Experiment | null;
}

/** The experiment the address names, else the first preset; as it was left, where it is the one that was left last. */
async function opening(): Promise<Opening> {
  const isNamed = location.hash !== '';
  const linked = isNamed ? await (await links()).decodeLink(location.hash) : null;
  const isLost = isNamed && !linked?.value;
  const { value: last, issues } = isLost ? nothingLeft : await memory.recall(linked?.value ?? null);
  for (const issue of [...(linked?.issues ?? []), ...issues]) session.report(issue);
  const experiment = linked?.value ?? session.experiment;
  const view = readView(experiment.view);
  if (!last) return { experiment, view, t: view.t ?? 0, linked: linked?.value ?? null };
  const { progress, view: left } = last;
  const startFresh = () => session.receive({ value: experiment, issues: [] });
  if (!isNamed || progress) memory.returned = { epoch: progress?.epoch ?? 0, startFresh };
  return {
    experiment: last.experiment,
    progress,
    view: left,
    t: left.t ?? 0,
    linked: isNamed ? last.experiment : null,
  };
}

async function firstPicture({ experiment, ...beginning }: Opening): Promise<void> {
  const preset = session.experiment;
  await session.restart(experiment, beginning).catch((error: Error) => {
    session.report({ code: 'data', at: 'data', message: error.message });
    return session.restart(preset);
  });
  await tick();
  performance.mark('first-picture');
}

/** WebGPU where it truly works, else the CPU on a thread of its own. */
async function bestEngine(): Promise<void> {
  const { engine, issues } = await openEngine('auto');
  await session.moveTo(engine, issues[0]?.message ?? '');
}

/** A small network is drawn at once, computed on this thread; a large one waits for the engine that suits it. */
async function open(): Promise<Opening> {
  const beginning = await opening();
  const isLarge = countParameters(beginning.experiment.network) > LARGE;
  if (isLarge) await bestEngine();
  await firstPicture(beginning);
  // A step in the view stands still.
  session.showView(profile.plays ? beginning.view : { ...beginning.view, t: beginning.t ?? 0 });
  if (!isLarge) await bestEngine();
  return beginning;
}

const profile = readProfile(options);
const opened = open();
const playground = new Playground(session, opened, (kind) => session.switchTo(kind));
window.playground = playground;
addEventListener('message', answerMessages(playground));
mount(App, { target: document.getElementById('app')!, props: { session, memory, profile } });
opened
  .then(async ({ linked }) => (await links()).syncLink(session, linked))
  .finally(() => memory.keep(session));
// From then on the page opens without a network; where there is no such thing, or it is refused, it goes on as it is.
if (import.meta.env.PROD && location.protocol.startsWith('http') && self.origin !== 'null')
  opened.finally(() => navigator.serviceWorker?.register('service-worker.js').catch(() => {}));
