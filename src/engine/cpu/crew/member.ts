import type { Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';
import type { SimdEngine } from '../simd-engine.ts';
import { allToFirst, type Division, divide, shareOf } from './division.ts';
import { exchange, type Stretch } from './exchange.ts';
import type { Link } from './link.ts';
import type { Order } from './orders.ts';
import { Whereabouts } from './whereabouts.ts';
import { largestCost, paysToDivide } from './worth.ts';

interface Loaded {
  readonly plan: Plan;
  readonly cost: number;
  readonly members: number;
  readonly whereabouts: Whereabouts;
  /** By the number of samples. */
  readonly divisions: Map<number, Division>;
}

/**
 * One of several workers that carry out the same orders, each for its share of a batch's samples. Every member has a whole
 * arena; before anything uses a tensor that is not there as it is used, all exchange their parts of it. So a kernel that
 * sums over the batch sums everything in the one order there is, at every member alike, but for the gradients of weights,
 * of which each member computes some units.
 */
export class Member {
  readonly #engine: SimdEngine;
  readonly #member: number;
  readonly #links: readonly (Link | null)[];
  readonly #worthwhile: number;
  #loaded: Loaded | null = null;
  #samples = 1;

  /** `links` leads to every other member, by number, with null in its own place. */
  constructor(engine: SimdEngine, links: readonly (Link | null)[], worthwhile: number) {
    this.#engine = engine;
    this.#links = links;
    this.#member = links.indexOf(null);
    this.#worthwhile = worthwhile;
  }

  async carryOut(order: Order): Promise<void> {
    if (order.order === 'load') await this.#load(order);
    if (order.order === 'tune') this.#tune(order.settings);
    if (order.order === 'write') this.#engine.write(order.tensor, order.data, order.start);
    if (order.order === 'run') await this.#run(order.program, this.#loaded!);
    if (order.order === 'gather') await this.#gather(order.tensors, this.#loaded!);
  }

  /** Whether a tensor is not the same at every member. */
  isScattered(tensor: TensorName): boolean {
    const slice = this.#loaded?.plan.layout.tensors.get(tensor);
    return slice !== undefined && this.#loaded?.whereabouts.of(slice.offset) !== undefined;
  }

  async #load({ plan, settings, members, joining }: Extract<Order, { order: 'load' }>): Promise<void> {
    await this.#engine.load(plan, { member: this.#member, members });
    const whereabouts = new Whereabouts(plan, members, joining);
    this.#loaded = { plan, cost: largestCost(plan), members, whereabouts, divisions: new Map() };
    for (const link of this.#links) link?.forget();
    this.#tune(settings);
  }

  #tune(settings: Settings): void {
    this.#samples = settings.samples;
    this.#engine.tune(settings);
  }

  async #run(program: Program, loaded: Loaded): Promise<void> {
    const division = this.#divisionOf(this.#samples, loaded);
    const share = shareOf(division.cuts, this.#member);
    const computes = this.#member === 0 || !division.alone;
    for (const { uses, sums, run } of this.#engine.piecesOf(program)) {
      const missing = loaded.whereabouts.missingFor(uses, division);
      const divided = sums && !division.alone;
      const stretches = divided ? [{ ...sums, cuts: division.blockCuts }] : [];
      if (missing.size > 0 || divided) await this.#bringTogether(missing, loaded, stretches);
      if (computes) run(share);
      loaded.whereabouts.after(uses, division);
    }
  }

  async #gather(names: readonly TensorName[] | null, loaded: Loaded): Promise<void> {
    const { tensors } = loaded.plan.layout;
    const asked = names ? names.map((it) => tensors.get(it)!.offset) : loaded.whereabouts.scattered;
    const missing = new Set([...asked].filter((it) => loaded.whereabouts.of(it)));
    if (missing.size > 0) await this.#bringTogether(missing, loaded);
  }

  async #bringTogether(
    tensors: ReadonlySet<number>,
    { whereabouts, members }: Loaded,
    others: readonly Stretch[] = [],
  ): Promise<void> {
    const stretches = [...tensors].map((it) => ({
      address: this.#engine.addressOf(it),
      ...whereabouts.of(it)!,
    }));
    await exchange(this.#engine.floats, [...stretches, ...others], this.#links.slice(0, members));
    for (const it of tensors) {
      whereabouts.isEverywhere(it);
      this.#engine.renew(it);
    }
  }

  #divisionOf(samples: number, { cost, members, divisions }: Loaded): Division {
    const known = divisions.get(samples);
    if (known) return known;
    const pays = paysToDivide(cost, samples, this.#worthwhile);
    const division = pays ? divide(samples, members) : allToFirst(samples, members);
    divisions.set(samples, division);
    return division;
  }
}
