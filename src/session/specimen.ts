import { gaussian, type stream } from '#core/math/random.ts';
import type { NodeId, Parameters } from '#core/network/network.ts';
import { isFree, isPredicted, targetOf } from '#core/network/topology.ts';
import type { Memory } from '#core/plan/plan.ts';
import * as tensor from '#core/plan/tensors.ts';
import { rule } from '#core/rules/index.ts';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { type Material, rowAlone } from './fitting-plan.ts';
import type { NodeFrame } from './frame.ts';
import { Laboratory } from './laboratory.ts';
import { type NodeReading, Recording } from './recording.ts';
import type { Answer, Spot } from './session.ts';

/** Tensors of one node in the arena's memory. */
interface Views {
  readonly value: Memory;
  readonly prediction: Memory | null;
  readonly error: Memory | null;
  readonly drive: Memory | null;
  readonly energy: Memory | null;
}

const ROW = [0];
const START_OF_CLOCK = [0];

/**
 * One row of the data by itself, on the page's own thread: settled step by step, every step recorded, and in reach of hands.
 * Only `open` is asynchronous, and it waits for no other task of the browser.
 */
export class Specimen {
  readonly #engine = new CpuEngine();
  #laboratory: Laboratory | null = null;
  #material: Material | null = null;
  #alone: Material | null = null;
  #views = new Map<NodeId, Views>();
  #experiment: Experiment | null = null;
  #answer: Answer = 'clamped';
  #held: (Spot & { readonly value: number }) | null = null;
  /** The row that was put into its start state last. */
  #begun: number | null = null;
  recording!: Recording;
  /** Settling steps since the start state. */
  t = 0;

  /** Lays out a row of the data under an experiment with these parameters. Nothing is settled yet. */
  async open(
    experiment: Experiment,
    material: Material,
    parameters: Parameters,
    row: number,
    answer: Answer,
  ): Promise<void> {
    if (material !== this.#material || this.#alone?.alone !== row) this.#alone = rowAlone(material, row);
    this.#material = material;
    // A state that is kept is the specimen's own affair: `begin` goes on from it.
    const own =
      experiment.inference.start === 'keep'
        ? { ...experiment, inference: { ...experiment.inference, start: 'forward' as const } }
        : experiment;
    const before = this.#laboratory?.plan;
    if (this.#laboratory) await this.#laboratory.change(own, this.#alone!);
    else this.#laboratory = await Laboratory.open(this.#engine, own, this.#alone!);
    this.#laboratory.placeParameters(parameters);
    this.#experiment = experiment;
    this.#answer = answer;
    this.#held = null;
    if (this.#laboratory.plan !== before) this.#look();
    this.#placeAnswer();
  }

  /** The tensors of the plan just loaded. */
  #look(): void {
    const { network } = this.#laboratory!.experiment;
    this.#views = new Map(
      network.nodes.map((node) => {
        const of = (what: tensor.NodeTensor) => this.#engine.peek(tensor.nodeTensor(what, node.id));
        const predicted = isPredicted(network, node.id);
        return [
          node.id,
          {
            value: of('value'),
            prediction: predicted ? of('prediction') : null,
            error: predicted ? of('error') : null,
            drive: isFree(node) ? of('drive') : null,
            energy: predicted ? of('energy') : null,
          },
        ];
      }),
    );
    this.recording = new Recording(network);
    this.#begun = null;
    this.t = 0;
  }

  /** A free answer counts for nothing: it rests at its prediction, with no error to hand back. */
  #placeAnswer(): void {
    if (this.#answer === 'clamped') return;
    const { id, units } = targetOf(this.#laboratory!.experiment.network);
    this.#engine.write(tensor.nodeTensor('alive', id), new Float64Array(units));
  }

  /** Puts the sample into its start state, t = 0; one that is kept stays where it is. */
  begin(): void {
    const { alone = 0 } = this.#alone!;
    const keeps = this.#experiment!.inference.start === 'keep' && this.#begun === alone;
    this.#begun = alone;
    this.recording.clear();
    this.t = 0;
    this.#laboratory!.present(ROW);
    if (keeps) this.#observe();
    else this.#laboratory!.begin();
    this.#record();
  }

  /** The present state becomes t = 0. */
  restart(): void {
    this.recording.clear();
    this.recording.touch(0);
    this.t = 0;
    this.#observe();
    this.#record();
  }

  /** Settling updates, every one recorded. */
  advance(steps: number): void {
    for (let made = 0; made < steps; made++) {
      this.#engine.write(tensor.CLOCK, START_OF_CLOCK);
      this.#laboratory!.step(1);
      this.t++;
      if (this.#held) this.recording.touch(this.t);
      this.#record();
    }
  }

  /** Most steps from the start that the rule has a meaning for. */
  get horizon(): number {
    const { rule: id, settleSteps } = this.#experiment!.inference;
    return rule(id).moves === 'fully' ? settleSteps : Number.POSITIVE_INFINITY;
  }

  /** Goes back to a recorded step; what came after it is forgotten. */
  return(t: number): void {
    if (t === this.t) return;
    const moment = this.recording.at(t);
    if (!moment) return;
    const { rule: id } = this.#experiment!.inference;
    if (rule(id).learns === 'with-the-wave' && !this.recording.isTouched) {
      // Relays that the rule put between layers have values too, which nobody records.
      this.begin();
      this.advance(moment.t);
      return;
    }
    this.recording.cut(moment.t);
    this.t = moment.t;
    this.place(moment.nodes);
  }

  /** Sets every free value, as it was at another moment. */
  place(nodes: readonly Pick<NodeFrame, 'id' | 'values'>[]): void {
    const { network } = this.#laboratory!.experiment;
    for (const { id, values } of nodes)
      if (network.nodes.some((it) => it.id === id && isFree(it)))
        this.#views.get(id)!.value.set(values as Memory);
    this.#observe();
    this.#record();
  }

  /** Sets single values as they stand, without settling. */
  set(values: readonly (Spot & { readonly value: number })[]): void {
    for (const { node, unit, value } of values) {
      const view = this.#views.get(node)?.value;
      if (view && unit < view.length) view[unit] = value;
    }
    this.recording.touch(this.t);
    this.#observe();
    this.#record();
  }

  /** Holds a free neuron at a value until `release`; one at a time. */
  hold(spot: Spot, value: number): void {
    if (this.#held && (this.#held.node !== spot.node || this.#held.unit !== spot.unit)) this.release();
    this.#held = { ...spot, value };
    this.#engine.write(tensor.nodeTensor('moves', spot.node), [0], spot.unit);
    this.set([this.#held]);
  }

  get held(): Spot | null {
    return this.#held;
  }

  release(): void {
    if (!this.#held) return;
    const { node, unit } = this.#held;
    this.#held = null;
    if (this.canMove({ node, unit })) this.#engine.write(tensor.nodeTensor('moves', node), [1], unit);
    this.recording.touch(this.t);
  }

  /** Whether nothing in the experiment holds a neuron: no data, no pin, no lesion. */
  canMove({ node, unit }: Spot): boolean {
    const { network, pins, lesions } = this.#experiment!;
    const found = network.nodes.find((it) => it.id === node);
    return (
      found !== undefined &&
      isFree(found) &&
      pins[node]?.[unit] === undefined &&
      !lesions.units[node]?.includes(unit)
    );
  }

  /** Adds normal noise to every value that may move. */
  kick(deviation: number, random: ReturnType<typeof stream>): void {
    const normal = gaussian(random);
    const { network } = this.#experiment!;
    const kicked = network.nodes.filter(isFree).flatMap(({ id, units }) =>
      Array.from({ length: units }, (_, unit) => ({ node: id, unit }))
        .filter((it) => this.canMove(it))
        .map((it) => ({ ...it, value: this.#views.get(id)!.value[it.unit]! + deviation * normal() })),
    );
    this.set(kicked);
  }

  /** F at the values as they stand with two of them replaced; the state is left as it was found. */
  energyAt(across: Spot, x: number, up: Spot, y: number): number {
    const [a, b] = [this.#views.get(across.node)!.value, this.#views.get(up.node)!.value];
    const [x0, y0] = [a[across.unit]!, b[up.unit]!];
    a[across.unit] = x;
    b[up.unit] = y;
    this.#engine.write(tensor.CLOCK, START_OF_CLOCK);
    this.#engine.run(OBSERVE);
    let total = 0;
    for (const [id, { energy }] of this.#views) if (energy && !this.#isFreed(id)) total += energy[0]!;
    a[across.unit] = x0;
    b[up.unit] = y0;
    return total;
  }

  #isFreed(id: NodeId): boolean {
    return this.#answer === 'free' && id === targetOf(this.#experiment!.network).id;
  }

  #observe(): void {
    this.#engine.write(tensor.CLOCK, START_OF_CLOCK);
    this.#engine.run(OBSERVE);
  }

  #record(): void {
    this.#engine.run(ASK);
    this.recording.put(this.t, (id): NodeReading => {
      const { value, prediction, error, drive, energy } = this.#views.get(id)!;
      const freed = this.#isFreed(id);
      return {
        values: freed ? prediction! : value,
        predictions: prediction,
        errors: error,
        drives: drive,
        energy: freed ? 0 : (energy?.[0] ?? 0),
      };
    });
  }
}

const OBSERVE = [{ schedule: 'observe' }] as const;
const ASK = [{ schedule: 'ask' }] as const;
