import type { Issue } from '#core/issue.ts';
import type { Memory, Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';
import type { Reading } from '#engine/engine.ts';
import type { SimdEngine } from '../simd-engine.ts';
import { fatal } from './fatal.ts';
import type { Link } from './link.ts';
import { Member } from './member.ts';
import type { Order } from './orders.ts';
import { crewFor, WORTHWHILE } from './worth.ts';

/**
 * The first of several workers: an engine that has the others help where that pays. Small plans are its own affair, of which
 * the others hear nothing. Each call must have ended before the next.
 */
export class Lead {
  readonly adapter: string;
  readonly #engine: SimdEngine;
  readonly #helpers: readonly Link[];
  readonly #member: Member;
  readonly #worthwhile: number;
  /** Workers that have the present plan, this one among them. */
  #crew = 1;
  #settings: Settings = { inferenceRate: 0.1, learningRate: 0.01, samples: 1 };

  /** From `worthwhile` operations on, schedules are divided. */
  constructor(engine: SimdEngine, helpers: readonly Link[], worthwhile = WORTHWHILE) {
    this.#engine = engine;
    this.#helpers = helpers;
    this.#member = new Member(engine, [null, ...helpers], worthwhile);
    this.#worthwhile = worthwhile;
    const workers = helpers.length + 1;
    this.adapter = workers > 1 ? `${engine.adapter}, ${workers} workers` : engine.adapter;
  }

  async load(plan: Plan): Promise<readonly Issue[]> {
    // Whoever goes on, with whichever plan, finds everything here.
    if (this.#crew > 1) await this.#all({ order: 'gather', tensors: null });
    const crew = crewFor(plan, this.#helpers.length + 1, this.#worthwhile);
    const order = { order: 'load', plan, settings: this.#settings, joining: crew !== this.#crew } as const;
    await this.#member.carryOut({ ...order, members: crew });
    this.#crew = crew;
    if (await this.#helpersLoad({ ...order, members: crew })) return [];
    await this.#member.carryOut({ ...order, members: 1 });
    this.#crew = 1;
    return [];
  }

  async tune(settings: Settings): Promise<void> {
    this.#settings = settings;
    await this.#all({ order: 'tune', settings });
  }

  async write(tensor: TensorName, data: Float32Array, start = 0): Promise<void> {
    // Here first: what is refused here the others never hear of.
    this.#engine.write(tensor, data, start);
    for (const link of this.#others) link.order({ order: 'write', tensor, data, start });
  }

  async run(program: Program): Promise<void> {
    if (this.#crew === 1) return this.#engine.run(program);
    this.#engine.check(program);
    await this.#all({ order: 'run', program });
  }

  async read(readings: readonly Reading[]): Promise<readonly Memory[]> {
    const tensors = readings.map((it) => it.tensor).filter((it) => this.#member.isScattered(it));
    if (tensors.length > 0) await this.#all({ order: 'gather', tensors });
    return this.#engine.read(readings);
  }

  get #others(): readonly Link[] {
    return this.#helpers.slice(0, this.#crew - 1);
  }

  async #all(order: Order): Promise<void> {
    for (const link of this.#others) link.order(order);
    await this.#member.carryOut(order).catch(fatal);
  }

  /** False where a helper had no room for the plan. */
  async #helpersLoad(order: Order): Promise<boolean> {
    for (const link of this.#others) link.order(order);
    const answers = await Promise.all(this.#others.map((it) => it.receive()));
    return answers.every(([loaded]) => loaded === 1);
  }
}
