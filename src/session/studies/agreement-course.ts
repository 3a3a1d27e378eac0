import { countParameters } from '#core/network/check.ts';
import type { ConnectionId, NodeId } from '#core/network/network.ts';
import * as tensor from '#core/plan/tensors.ts';
import { type RuleId, rule as ruleOf } from '#core/rules/index.ts';
import { type Agreement, signAgreement, signAgreementOfAll } from '#core/telemetry/agreement.ts';
import { setRule } from '#experiment/edit/settings.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { Laboratory } from '../laboratory.ts';
import { Portion } from '../portion.ts';
import { agreement, asComparison, energies, synapses } from '../readings.ts';
import type { Study } from './study.ts';

/** Milliseconds that steps submitted together take. */
const STRETCH = 40;
/** Networks with more parameters than this are not read weight by weight at every step. */
const SIGNED = 20_000;

/** How a gradient agrees with backprop's at t = 0, 1, …; NaN where either is all zero. */
export interface AgreementTrace extends Readonly<Record<keyof Agreement, Float64Array>> {
  /** Share of the weights whose gradients, neither of them zero, have one sign. NaN in networks too large to be asked. */
  readonly signs: Float64Array;
}

/** A settling and what its gradients would have been at every step of it. */
export interface Course {
  readonly experiment: Experiment;
  /** Rows that were settled together: those asked for, as far as the plan holds them. */
  readonly samples: number;
  /** T: every trace has T + 1 entries. */
  readonly steps: number;
  readonly connections: Readonly<Record<ConnectionId, AgreementTrace>>;
  /** Every connection concatenated. */
  readonly all: AgreementTrace;
  /** Means over the rows, of every node that is predicted. */
  readonly energy: Readonly<Record<NodeId, Float64Array>>;
  readonly total: Float64Array;
  /** Of the forward pass. */
  readonly loss: number;
}

export type Measure = keyof AgreementTrace;
export const measures: readonly Measure[] = ['angleDegrees', 'normRatio', 'relativeError', 'signs'];

const emptyTrace = (length: number): AgreementTrace => {
  const none = () => new Float64Array(length).fill(Number.NaN);
  return { angleDegrees: none(), normRatio: none(), relativeError: none(), signs: none() };
};

function note(trace: AgreementTrace, t: number, found: Agreement | null, signs: number | null): void {
  if (!found) return;
  for (const figure of ['angleDegrees', 'normRatio', 'relativeError'] as const)
    trace[figure][t] = found[figure];
  trace.signs[t] = signs ?? Number.NaN;
}

/** The laboratory's rows in their start state, both gradients of it taken. What the wave has yet to reach has learned nothing. */
function begin(laboratory: Laboratory, rows: ArrayLike<number>): void {
  const { network } = laboratory.experiment;
  const nothing = network.connections.map(({ id }) => {
    const { length } = laboratory.plan.layout.tensors.get(tensor.connectionTensor('gradient', id))!;
    return [id, new Float64Array(length)] as const;
  });
  laboratory.placeGradients(Object.fromEntries(nothing), {});
  laboratory.engine.write(tensor.EVALUATIONS, [0]);
  laboratory.present(rows);
  laboratory.begin();
  laboratory.sweep();
}

/**
 * Settles rows under the laboratory's experiment and compares the gradient with backprop's at t = 0 … `steps` (or the T that
 * the rule fixes), each connection's at its own time where the rule says so. Incremental learning is followed as if weights
 * rested. Parameters stay as they are. `progress` (0 … 1) may reject to give up.
 */
export async function courseOf(
  laboratory: Laboratory,
  rows: ArrayLike<number>,
  steps: number,
  progress: (share: number) => Promise<void>,
): Promise<Course> {
  const { experiment } = laboratory;
  const { network, inference } = experiment;
  const last = ruleOf(inference.rule).moves === 'fully' ? inference.settleSteps : steps;
  if (last >= laboratory.plan.traceLength) await laboratory.change(experiment, undefined, last);
  const batch = Uint32Array.from(rows).subarray(0, laboratory.plan.capacity);
  begin(laboratory, batch);
  const isSigned = countParameters(network) <= SIGNED;
  const { backprop, loss } = await laboratory.read({
    backprop: isSigned ? synapses(network, 'gradient', 'rival') : {},
    loss: { figure: { tensor: tensor.EVALUATED_LOSS, length: 1 } },
  });
  const connections = Object.fromEntries(network.connections.map(({ id }) => [id, emptyTrace(last + 1)]));
  const all = emptyTrace(last + 1);

  const lookAt = async (t: number) => {
    laboratory.takeGradient(t);
    laboratory.compare();
    const read = await laboratory.read({
      agreement,
      gradients: isSigned ? synapses(network, 'gradient') : {},
    });
    const found = asComparison(network, read.agreement);
    for (const { id } of network.connections) {
      const signs = isSigned ? signAgreement(read.gradients[id]!, backprop[id]!) : null;
      note(connections[id]!, t, found.connections[id]!, signs);
    }
    note(all, t, found.all, isSigned ? signAgreementOfAll(read.gradients, backprop) : null);
  };

  const portion = new Portion(STRETCH);
  for (let t = 0; t <= last; ) {
    const began = performance.now();
    const count = Math.min(portion.size, last + 1 - t);
    const looks = Array.from({ length: count }, (_, k) => {
      if (t + k > 0) laboratory.step(1);
      return lookAt(t + k);
    });
    await Promise.all(looks);
    portion.took(count, performance.now() - began);
    t += count;
    await progress(t / (last + 1));
  }

  const { energy } = await laboratory.read({ energy: energies(network, last) });
  const traces = Object.entries(energy).map(([id, it]) => [id, new Float64Array(it)] as const);
  return {
    experiment,
    samples: batch.length,
    steps: last,
    connections,
    all,
    energy: Object.fromEntries(traces),
    total: Float64Array.from({ length: last + 1 }, (_, t) => traces.reduce((sum, [, it]) => sum + it[t]!, 0)),
    loss: loss.figure![0]!,
  };
}

/** Other settings than the page's. */
export interface Chosen {
  readonly rule?: RuleId;
  readonly steps?: number;
}

/** The course of the rows on screen with the present weights. */
export const agreementCourse =
  (chosen: Chosen = {}): Study<Course> =>
  async ({ engine, experiment, material, parameters, rows, progress }) => {
    const under = chosen.rule ? setRule(experiment, chosen.rule).experiment : experiment;
    const laboratory = await Laboratory.open(engine, under, material);
    laboratory.placeParameters(parameters);
    return courseOf(laboratory, rows, chosen.steps ?? under.inference.settleSteps, progress);
  };
