import { afterEach, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine } from '#engine/engine.ts';
import { toDocument } from '#experiment/document.ts';
import { setInference, setSeed } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import type { LiveSession } from '#session/live-session.svelte.ts';
import { everyEdit } from '../experiment/edits.ts';
import { openOn } from '../oracles/open-on.ts';
import { Draw } from '../oracles/scenarios.ts';
import { Tally } from '../oracles/tally.ts';
import { bareSession, dialOf, settled } from '../setup/live-session.ts';

afterEach(() => vi.restoreAllMocks());

const preset = dialOf();
/** Edits after which the preset is opened again, so that networks do not grow for ever. */
const VISIT = 50;
/** Edits that undo remembers. */
const DEPTH = 100;
/** Bytes that a heap may differ by without anything growing: compiled code and caches of the runtime come and go. */
const NOISE = 2 ** 20;

/** Milliseconds that the slowest machine takes. */
const PATIENCE = 400_000;

/** Engines that were opened and not closed. */
const open = new Set<Engine>();
class Counted extends CpuEngine {
  constructor() {
    super();
    open.add(this);
  }
  override dispose(): void {
    super.dispose();
    open.delete(this);
  }
}

async function opened(experiment: Experiment, { t = 0, engineOf = () => new Counted() } = {}) {
  const session = bareSession(experiment, { engine: engineOf(), open: engineOf });
  await session.restart(experiment, { t });
  return session;
}

/** Every expectation that waits is kept by its runner: ten thousand edits are waited for without. */
async function trained(session: LiveSession): Promise<void> {
  while (session.training.running) await new Promise((resolve) => setTimeout(resolve, 1));
  await settled(session);
}

/** What somebody does to the document next. */
function deed(session: LiveSession, draw: Draw): void {
  const { network } = session.experiment;
  const [input] = network.nodes;
  const chance = draw.uniform();
  if (chance < 0.1) session.undo();
  else if (chance < 0.15) session.redo();
  else if (chance < 0.2) session.setWeight(draw.one(network.connections).id, 0, 0, draw.normal());
  else if (chance < 0.25) session.hold({ node: input!.id, unit: 0 }, draw.normal());
  else {
    const { experiment, issues } = draw.one(everyEdit(session.experiment))();
    // Digits would be fetched.
    if (experiment.data.name !== 'digits') session.edit(experiment, issues);
  }
}

/** So many changes of the document, in strokes of a few, now and then with an update learned between them. */
async function edit(session: LiveSession, count: number, draw: Draw): Promise<void> {
  for (let made = 0; made < count; ) {
    const before = session.experiment;
    if (made % VISIT === VISIT - 1) {
      session.openParsed(preset);
      await settled(session);
    } else deed(session, draw);
    session.release();
    if (session.experiment !== before) made++;
    if (draw.chance(0.3)) await settled(session);
    if (draw.chance(0.01)) {
      session.trainBatch();
      await trained(session);
    }
  }
  await settled(session);
}

/** The preset on screen, with as many edits behind it as undo remembers. */
async function rest(session: LiveSession): Promise<void> {
  session.openParsed(preset);
  await settled(session);
  for (let seed = 1; seed <= DEPTH; seed++) session.edit(setSeed(session.experiment, seed).experiment);
  await settled(session);
}

async function collectedHeap(): Promise<number> {
  const { send } = cdp();
  await send('Performance.enable');
  for (let k = 0; k < 3; k++) await send('HeapProfiler.collectGarbage');
  const { metrics } = await send('Performance.getMetrics');
  return metrics.find((it) => it.name === 'JSHeapUsedSize')!.value;
}

/** A page of its own, whose engines are nobody's concern. */
const freshly = (document: object, t = 0) => {
  const { value, issues } = parse(JSON.parse(JSON.stringify(document)));
  expect(issues).toEqual([]);
  return opened(value!, { t, engineOf: () => new CpuEngine() });
};

/** A session stands, and learns, as one that opens its document. */
async function expectFresh(session: LiveSession): Promise<void> {
  // A kept or a random start has a past that no document tells.
  session.edit(setInference(session.experiment, { start: 'forward' }).experiment);
  session.choose(0);
  await settled(session);
  const parameters = await session.parameters();
  const standing = await freshly(toDocument(session.experiment, parameters), session.frame!.t);
  expect(await standing.parameters()).toEqual(parameters);
  expect(session.frame).toEqual(standing.frame);
  expect(session.landscape).toEqual(standing.landscape);
  const beginning = await freshly(toDocument(session.experiment));
  session.reset();
  for (const it of [session, beginning]) {
    it.trainBatch();
    await trained(it);
  }
  expect(await session.parameters()).toEqual(await beginning.parameters());
  expect(session.training.history).toEqual(beginning.training.history);
}

/** Edits by the thousand, after each of which the session is compared with a fresh one. */
async function thousands(session: LiveSession, count: number, draw: Draw): Promise<void> {
  for (let k = 0; k < count; k++) {
    await edit(session, 1000, draw);
    await expectFresh(session);
  }
  await rest(session);
}

test('ten thousand edits leave the memory of the first, the engines of the first and a hundred steps of undo, and show what a fresh page shows', {
  timeout: PATIENCE,
}, async () => {
  const session = await opened(preset);
  const draw = new Draw(1, 'ten thousand edits');
  await thousands(session, 2, draw);
  const engines = open.size;
  const heaps = [await collectedHeap()];
  for (let half = 0; half < 2; half++) {
    await thousands(session, 4, draw);
    heaps.push(await collectedHeap());
  }
  const [before, between, after] = heaps as [number, number, number];
  expect(Math.min(between - before, after - between)).toBeLessThan(NOISE);
  expect(open.size).toBe(engines);
  let steps = 0;
  for (; session.canUndo; steps++) session.undo();
  expect(steps).toBe(DEPTH);
});

test('edits made again need no more of a graphics device, and going away leaves nothing on it', async () => {
  const tally = new Tally();
  const session = await opened(preset);
  await session.moveTo(await openOn('staged'), '');
  const again = async () => {
    await edit(session, 100, new Draw(2, 'edits on a device'));
    await rest(session);
    return tally.counts;
  };
  const first = await again();
  expect(first.buffers).toBeGreaterThan(0);
  expect(await again()).toEqual(first);
  await session.moveTo(new Counted(), '');
  expect(tally.counts).toEqual({ buffers: 0, bytes: 0, workers: 0 });
});
