import { initialize } from '#core/network/initialize.ts';
import { rule } from '#core/rules/index.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { BatchOrder } from '../../draws.ts';
import { hasRunAway } from '../../learn.ts';
import type { Bench, Study } from '../study.ts';
import { Canvas } from './canvas.ts';
import { excessOf } from './effort.ts';
import { Ensemble } from './ensemble.ts';
import { type Family, familiesOf, type Sitter } from './families.ts';
import { limits } from './limits.ts';
import { drawsAnew, emptyMap, type Request, refusalOf, type SweepMap } from './map.ts';

/** Readings under way at a time: while one is computed, those before are on their way. */
const IN_FLIGHT = 4;
/** Weight updates between two waits. */
const UPDATES_AT_A_TIME = 8;

type SweepBench = Bench<SweepMap>;

/** A map of two settings: every pixel a settling, or a training, of its own. Rejects where there is no such map. */
export const sweep =
  (request: Request): Study<SweepMap> =>
  async (bench) => {
    const { experiment, material, rows, engine } = bench;
    const batch = { rows: rows.length, training: material.rows.training };
    const refusal = refusalOf(experiment, request) ?? excessOf(experiment, request, batch);
    if (refusal) throw new Error(refusal);
    const isTraining = request.work === 'training';
    const batchOf = ({ learning }: Experiment) =>
      isTraining ? Math.min(learning.batchSize, material.rows.training) : rows.length;
    const canvas = new Canvas(bench, emptyMap(experiment, request, batchOf(experiment)));
    await canvas.tell('laying out networks side by side');
    for (const family of familiesOf(canvas.map, batchOf, engine.kind)) {
      const ensemble = await layOut(bench, family, canvas, request);
      for (const party of family.parties) {
        const members = party.map((it) => ({
          experiment: it.experiment,
          parameters: parametersOf(bench, it, request),
        }));
        ensemble.place(members);
        if (isTraining) {
          await train(ensemble, party, bench, canvas, request.updates);
          continue;
        }
        ensemble.present(() => rows);
        ensemble.begin();
        const askTheory = limits(ensemble, party, members, canvas, rows.length);
        await settle(ensemble, party, canvas);
        await askTheory();
      }
    }
    return canvas.map;
  };

function layOut(
  bench: SweepBench,
  family: Family,
  canvas: Canvas,
  { work, updates }: Request,
): Promise<Ensemble> {
  const { copies, capacity, longestSettling, experiment, parties } = family;
  const { training } = bench.material.rows;
  const seeds = new Set(parties.flat().map((it) => it.experiment.seed));
  return Ensemble.open(
    bench.engine,
    experiment,
    bench.material,
    {
      copies,
      capacity,
      longestSettling,
      outcomes: Math.max(Math.min(UPDATES_AT_A_TIME, updates), Math.ceil(training / capacity)),
      // The order of batches comes from the seed.
      batches: work === 'training' && seeds.size > 1 ? 'own' : 'shared',
    },
    () => canvas.tell('laying out networks side by side'),
  );
}

/** As on the page, or drawn: given parameters stay. */
const parametersOf = ({ parameters }: SweepBench, { experiment }: Sitter, request: Request) =>
  drawsAnew(request) ? initialize(experiment.network, experiment.seed, experiment.parameters) : parameters;

/** Settles all networks at once from their start states, and reads each after as many steps as its pixels stand for. */
async function settle(ensemble: Ensemble, party: readonly Sitter[], canvas: Canvas): Promise<void> {
  ensemble.takeGradient(0);
  const stops = [...new Set(party.flatMap((it) => [...it.seats.keys()]))].sort((a, b) => a - b);
  const flights: Promise<void>[] = [];
  let t = 0;
  try {
    for (const stop of stops) {
      advance(ensemble, party[0]!.experiment, t, stop);
      t = stop;
      flights.push(read(ensemble, party, stop, canvas));
      if (flights.length >= IN_FLIGHT) await flights.shift();
      await canvas.tell(`${party.length} networks at once, T = ${stop}`);
    }
    await Promise.all(flights);
  } finally {
    // Whoever gave the map up gets the engine with nothing under way.
    await Promise.allSettled(flights);
  }
}

async function read(
  ensemble: Ensemble,
  party: readonly Sitter[],
  stop: number,
  canvas: Canvas,
): Promise<void> {
  const copies = [...party.keys()].filter((it) => party[it]!.seats.has(stop));
  const settled = await ensemble.readSettled(stop, copies);
  for (const [i, { comparison, energies }] of settled.entries()) {
    const { experiment, seats } = party[copies[i]!]!;
    const [atStart, atEnd] = energies;
    canvas.fill(seats.get(stop)!, {
      diverged: hasRunAway(experiment, atStart, atEnd),
      comparison,
      energyLeft: atStart > 0 ? atEnd / atStart : null,
      loss: null,
      accuracy: null,
    });
  }
}

/** Settles on from t to the stop, and takes the gradients there: under zero-divergence each as the wave passes. */
function advance(ensemble: Ensemble, { inference }: Experiment, t: number, stop: number): void {
  const stride = rule(inference.rule).learns === 'with-the-wave' ? 1 : stop - t;
  for (let k = t; k < stop; k += stride) {
    ensemble.step(stride);
    ensemble.takeGradient(k + stride);
  }
}

/** Trains all networks at once, each from its beginning. */
async function train(
  ensemble: Ensemble,
  party: readonly Sitter[],
  { material }: SweepBench,
  canvas: Canvas,
  updates: number,
): Promise<void> {
  const order = new BatchOrder(material.rows.training, party[0]!.experiment.learning.batchSize);
  const diverged = party.map(() => false);
  ensemble.forget();
  for (let made = 0; made < updates; ) {
    const now = Math.min(UPDATES_AT_A_TIME, updates - made);
    ensemble.count();
    for (let k = 0; k < now; k++) ensemble.learn(({ experiment }) => order.batch(experiment.seed, made + k));
    made += now;
    for (const [i, { losses, energies }] of (await ensemble.readLearned(now)).entries())
      if (!losses.every(Number.isFinite) || hasRunAway(party[i]!.experiment, ...energies)) diverged[i] = true;
    await canvas.tell(
      `${party.length} networks at once, update ${made} of ${updates}`,
      (party.length * made) / (updates + 1),
    );
  }
  for (const [i, { loss, accuracy }] of (await ensemble.evaluate()).entries())
    for (const seats of party[i]!.seats.values())
      canvas.fill(seats, {
        diverged: diverged[i]! || !Number.isFinite(loss),
        comparison: null,
        energyLeft: null,
        loss,
        accuracy,
      });
}
