import { optimizerIds } from '#core/optimizers/index.ts';
import type { Memory, Program } from '#core/plan/plan.ts';
import { opening, relaxation, update } from '#core/plan/programs.ts';
import { type RuleId, ruleIds } from '#core/rules/index.ts';
import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument, RowsDocument } from '#experiment/document.ts';
import type { Laboratory } from '#session/laboratory.ts';
import { Draw, open, randomExperiment } from './scenarios.ts';

const starts = ['forward', 'zero', 'random', 'keep'] as const;
const SETTLE_STEPS = 7;

/** What makes cases strange; each seed has those whose turn it is. */
const oddities = {
  pins: (seed: number) => seed % 4 === 1,
  lesions: (seed: number) => seed % 4 === 2,
  saturated: (seed: number) => seed % 6 === 3,
  zeroWeights: (seed: number) => seed % 7 === 4,
  oneSample: (seed: number) => seed % 8 === 5,
};

/** What a rule fixes is left to it. */
function inferenceOf(rule: RuleId, seed: number): NonNullable<ExperimentDocument['inference']> {
  if (rule === 'zero-divergence' || rule === 'backprop') return { rule };
  // Slow enough for every case to stay far from its stability limit, where rounding would grow without bound.
  return {
    rule,
    inferenceRate: 0.02 + 0.01 * (seed % 4),
    settleSteps: SETTLE_STEPS,
    start: starts[Math.floor(seed / 5) % 4]!,
  };
}

/**
 * A network of every kind the page can be asked for: all rules, starts, optimizers, likelihoods, activations in both
 * placements, precisions, skips, free roots, dead ends, 1 to 19 units, 1 to 36 samples unless told; pins, removals, inputs of ±1e4 and
 * weights of 0 in their turn.
 */
export function randomDocument(
  seed: number,
  samples: readonly [number, number] = oddities.oneSample(seed) ? [1, 1] : [2, 36],
): ExperimentDocument {
  const draw = new Draw(seed, 'oddities');
  const document = randomExperiment(seed, {
    units: seed % 3 === 0 ? [1, 2] : [1, 19],
    samples,
    hidden: [1, 4],
  });
  const { nodes, connections } = document.network;
  const hidden = nodes.filter((it) => it.clamp === undefined);
  const units = (id: string) => nodes.find((it) => it.id === id)!.units;
  const some = draw.one(connections);
  const held = hidden.length > 0 ? draw.one(hidden).id : null;
  const data = rowsOf(document);
  // Gradients grow with the inputs: a rate that fits inputs of 1 would throw the weights about, and no two engines
  // agree on chaos.
  const learningRate = oddities.saturated(seed) ? 1e-9 : 0.01;
  const extreme = () => (draw.chance(0.5) ? 1e4 : -1e4);
  return {
    ...document,
    inference: inferenceOf(ruleIds[seed % 5]!, seed),
    learning: { optimizer: optimizerIds[Math.floor(seed / 2) % 3]!, learningRate, batchSize: 1000 },
    ...(oddities.pins(seed) && held && { pins: { [held]: { 0: 0.75 } } }),
    ...(oddities.lesions(seed) &&
      held && { lesions: { units: { [held]: [0] }, weights: { [some.id]: [[0, 0]] } } }),
    ...(oddities.zeroWeights(seed) && {
      parameters: { ...document.parameters, weights: { [some.id]: zeros(units(some.to), units(some.from)) } },
    }),
    ...(oddities.saturated(seed) && {
      data: { ...data, inputs: data.inputs.map((row) => row.map(extreme)) },
    }),
  };
}

const zeros = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0));

function rowsOf({ data }: ExperimentDocument): RowsDocument {
  if (!data || !('inputs' in data)) throw new Error('scenarios have rows of their own');
  return data;
}

/** The same document with inputs and biases changed by about one rounding, so that every rounding behind falls anew. */
export function jittered(document: ExperimentDocument, seed: number): ExperimentDocument {
  const draw = new Draw(seed, 'jitter');
  const nudge = (x: number) => x * (1 + (draw.uniform() - 0.5) * 2 ** -22);
  const { parameters } = document;
  const data = rowsOf(document);
  const biases = Object.entries(parameters?.biases ?? {}).map(([id, it]) => [id, it.map(nudge)] as const);
  return {
    ...document,
    data: { ...data, inputs: data.inputs.map((row) => row.map(nudge)) },
    parameters: { ...parameters, biases: Object.fromEntries(biases) },
  };
}

/** Rows in reverse, all but one where there are several: the plan has room for more samples than the batch has. */
export function batchOf({ rows }: Laboratory): readonly number[] {
  return Array.from({ length: Math.max(1, rows.training - 1) }, (_, i) => rows.training - 1 - i);
}

/** Every tensor of the plan after each of the programs a page runs. */
export async function everyTensor(
  document: ExperimentDocument,
  engine: Engine,
): Promise<readonly ReadonlyMap<string, Memory>[]> {
  const laboratory = await open(document, engine);
  const { rule, settleSteps, start } = laboratory.experiment.inference;
  laboratory.present(batchOf(laboratory));
  const programs: readonly Program[] = [
    [...opening(start === 'keep'), ...relaxation(rule, settleSteps)],
    [{ schedule: 'evaluate' }, { schedule: 'sweep' }, { schedule: 'agreement' }],
    [...update(rule, settleSteps, false), ...update(rule, settleSteps, false)],
  ];
  const names = [...laboratory.plan.layout.tensors.keys()];
  const seen: ReadonlyMap<string, Memory>[] = [];
  for (const program of programs) {
    engine.run(program);
    const arrays = await engine.read(names.map((tensor) => ({ tensor })));
    seen.push(new Map(names.map((name, i) => [name, arrays[i]!])));
  }
  return seen;
}
