import type { NodeId } from '#core/network/network.ts';
import * as tensor from '#core/plan/tensors.ts';
import { rule } from '#core/rules/index.ts';
import type { Engine } from '#engine/engine.ts';
import type { InferenceSettings } from '#experiment/experiment.ts';
import { fixedInference } from '#experiment/parse-inference.ts';
import { Laboratory } from '../../laboratory.ts';
import { biasGradients, energies, states, synapses } from '../../readings.ts';
import type { Arrays } from './deviation.ts';
import type { Trial } from './trial.ts';

/** What a settling leaves: arrays flattened [sample][unit] and [out][in], means over the rows. */
export interface Observation {
  readonly inference: InferenceSettings;
  readonly values: Arrays;
  readonly errors: Arrays;
  /** At 0 … T. */
  readonly energy: Arrays;
  readonly total: readonly number[];
  readonly gradients: { readonly weights: Arrays; readonly biases: Arrays };
  readonly backprop: { readonly weights: Arrays; readonly biases: Arrays };
  /** Of the forward pass. */
  readonly loss: number;
}

export interface Settling {
  readonly inference?: Partial<InferenceSettings>;
  readonly rows?: Uint32Array;
  /** In how many pieces the steps are asked for; null asks for each by itself. */
  readonly pieces?: number;
  /** Called after every step, which takes as many questions. */
  readonly each?: (t: number, laboratory: Laboratory) => Promise<void>;
}

/** The trial's network on one engine. */
export class Station {
  readonly laboratory: Laboratory;
  readonly #trial: Trial;

  private constructor(trial: Trial, laboratory: Laboratory) {
    this.#trial = trial;
    this.laboratory = laboratory;
  }

  static async open(trial: Trial, engine: Engine): Promise<Station> {
    const laboratory = await Laboratory.open(engine, trial.experiment, trial.material);
    laboratory.placeParameters(trial.model.parameters);
    return new Station(trial, laboratory);
  }

  /** Settles the trial's rows as its experiment does, but for what is asked otherwise; changes no parameter. */
  async settle(settling: Settling = {}): Promise<Observation> {
    const { experiment, rows: all } = this.#trial;
    const asked = { ...experiment.inference, ...settling.inference };
    const inference = { ...asked, ...fixedInference(asked.rule, experiment.network) };
    await this.laboratory.change({ ...experiment, inference }, undefined, inference.settleSteps);
    const rows = settling.rows ?? all;
    this.laboratory.present(rows);
    await this.#relax(inference, settling);
    this.laboratory.engine.write(tensor.EVALUATIONS, [0]);
    this.laboratory.sweep();
    return this.#read(inference, rows.length);
  }

  async #relax({ rule: id, settleSteps }: InferenceSettings, { pieces, each }: Settling): Promise<void> {
    const { laboratory } = this;
    laboratory.begin();
    await each?.(0, laboratory);
    const withTheWave = rule(id).learns === 'with-the-wave';
    if (withTheWave) laboratory.takeGradient(0);
    const stride =
      withTheWave || each ? 1 : Math.max(1, Math.ceil(settleSteps / (pieces ?? this.#pieces(settleSteps))));
    for (let t = 0; t < settleSteps; ) {
      const steps = Math.min(stride, settleSteps - t);
      laboratory.step(steps);
      t += steps;
      if (withTheWave) laboratory.takeGradient(t);
      await each?.(t, laboratory);
      await this.#trial.breathe();
    }
    if (!withTheWave) laboratory.takeGradient(settleSteps);
  }

  /** So many that the page is not held up by any. */
  #pieces(settleSteps: number): number {
    return Math.max(1, Math.ceil(settleSteps / this.#trial.stepsAtOnce));
  }

  async #read(inference: InferenceSettings, count: number): Promise<Observation> {
    const { network } = this.#trial.experiment;
    const read = await this.laboratory.read({
      values: states(network, 'value', 0, count),
      errors: states(network, 'error', 0, count),
      energy: energies(network, inference.settleSteps),
      weights: synapses(network, 'gradient'),
      biases: biasGradients(network, 'settling'),
      rivalWeights: synapses(network, 'gradient', 'rival'),
      rivalBiases: biasGradients(network, 'rival'),
      loss: { figure: { tensor: tensor.EVALUATED_LOSS, length: 1 } },
    });
    const traces = Object.values(read.energy);
    return {
      inference,
      values: read.values,
      errors: read.errors,
      energy: read.energy,
      total: Array.from({ length: inference.settleSteps + 1 }, (_, t) =>
        traces.reduce((sum, it) => sum + it[t]!, 0),
      ),
      gradients: { weights: read.weights, biases: read.biases },
      backprop: { weights: read.rivalWeights, biases: read.rivalBiases },
      loss: read.loss.figure![0]!,
    };
  }
}

/** One sample's values, out of all. */
export const sampleOf =
  (arrays: Arrays, units: (id: NodeId) => number, sample: number) =>
  (id: NodeId): number[] =>
    Array.from(arrays[id]!).slice(sample * units(id), (sample + 1) * units(id));
