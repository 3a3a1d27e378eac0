import { someRows } from '#core/datasets/gathered.ts';
import { countParameters } from '#core/network/check.ts';
import { nodeOf } from '#core/network/topology.ts';
import { type Backprop, backprop } from '#core/oracles/backprop.ts';
import type { Model } from '#core/oracles/model.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Engine, EngineKind } from '#engine/engine.ts';
import type { Experiment, Parameters } from '#experiment/experiment.ts';
import type { Material } from '../../fitting-plan.ts';
import type { Bench } from '../study.ts';
import { type Observation, type Settling, Station } from './station.ts';

/** Multiply-adds of one settling in double precision that are still soon done. */
const AFFORDABLE = 3e7;
/** Multiply-adds that hold the page up for a moment nobody notices. */
const AT_ONCE = 2e6;
const MOST_ROWS = 64;

const rounded = (array: Float64Array): Float64Array => array.map(Math.fround);

/** As every engine sees it: single precision, from the first value to the last weight. */
function roundedParameters({ weights, biases }: Parameters): Parameters {
  const each = (arrays: Readonly<Record<string, Float64Array>>) =>
    Object.fromEntries(Object.entries(arrays).map(([id, it]) => [id, rounded(it)]));
  return { weights: each(weights), biases: each(biases) };
}

/** Where the double precision comes from. */
export interface Equipment {
  readonly reference: () => Engine;
}

export const usualEquipment: Equipment = { reference: () => new CpuEngine('float64') };

/** The user's network, weights and rows, as checks look at them. */
export class Trial {
  readonly experiment: Experiment;
  readonly material: Material;
  /** Rows that are settled together: the batch on screen, or as many of it as are soon done in double precision. */
  readonly rows: Uint32Array;
  readonly model: Model;
  readonly inputs: readonly Float64Array[];
  readonly targets: readonly Float64Array[];
  /** The engine of the page's kind, and how others are had. */
  readonly engine: Engine;
  readonly engineOf: (kind: EngineKind) => Promise<Engine>;
  /** Settling steps after which the page gets a turn. */
  readonly stepsAtOnce: number;
  /** Gives the page a turn; rejects once nobody wants the answer any more. */
  readonly breathe: () => Promise<void>;
  readonly #equipment: Equipment;
  #reference: Promise<Station> | null = null;
  #present: Promise<Station> | null = null;
  #backprop: Backprop | null = null;

  constructor(bench: Bench<never>, equipment: Equipment, breathe: () => Promise<void>) {
    const { experiment, material, parameters, engine } = bench;
    const { inference, learning, network } = experiment;
    const start = inference.start === 'keep' ? 'forward' : inference.start;
    this.experiment = {
      ...experiment,
      inference: { ...inference, start },
      learning: { ...learning, optimizer: 'sgd' },
    };
    const { inputs, targets, inputUnits, targetUnits } = material.rows;
    const rows = { ...material.rows, inputs: rounded(inputs), targets: rounded(targets) };
    this.material = { rows, probes: new Float64Array(0) };
    const weights = countParameters(network);
    const affordable = Math.floor(AFFORDABLE / (4 * weights * inference.settleSteps));
    const most = Math.max(1, Math.min(affordable, MOST_ROWS, learning.batchSize));
    this.rows = Uint32Array.from(bench.rows).slice(0, most);
    this.stepsAtOnce = Math.max(1, Math.floor(AT_ONCE / (4 * weights * this.rows.length)));
    const { pins, lesions } = experiment;
    this.model = { network, pins, lesions, parameters: roundedParameters(parameters) };
    this.inputs = someRows(rows.inputs, inputUnits, this.rows);
    this.targets = someRows(rows.targets, targetUnits, this.rows);
    this.engine = engine;
    this.engineOf = (kind) =>
      bench.engineOf?.(kind) ?? Promise.reject(new Error('only one engine is at hand'));
    this.breathe = breathe;
    this.#equipment = equipment;
  }

  /** The trial on the reference: the same plans, carried out in double precision. */
  reference(): Promise<Station> {
    this.#reference ??= Station.open(this, this.#equipment.reference());
    return this.#reference;
  }

  /** The trial on the engine of the page's kind. */
  present(): Promise<Station> {
    this.#present ??= Station.open(this, this.engine);
    return this.#present;
  }

  async settle(settling: Settling = {}): Promise<Observation> {
    return (await this.reference()).settle(settling);
  }

  /** The chain rule on the same rows, by the second implementation. */
  backprop(): Backprop {
    this.#backprop ??= backprop(this.model, this.inputs, this.targets);
    return this.#backprop;
  }

  units(id: string): number {
    return nodeOf(this.model.network, id).units;
  }
}
