import { holding, synapses } from '#core/network/holding.ts';
import type { Parameters } from '#core/network/network.ts';
import { isFree, isPredicted } from '#core/network/topology.ts';
import { optimizer } from '#core/optimizers/index.ts';
import { lesionedConnections, parameterTensors } from '#core/plan/compile.ts';
import { type Batches, compileEnsemble, ofCopy } from '#core/plan/ensemble.ts';
import type { Memory, Plan, TensorName } from '#core/plan/plan.ts';
import { opening, update, watchedGradient } from '#core/plan/programs.ts';
import { relaysOf } from '#core/plan/relays.ts';
import * as tensor from '#core/plan/tensors.ts';
import { rule } from '#core/rules/index.ts';
import { type Comparison, comparisonOf } from '#core/telemetry/agreement.ts';
import type { Engine, Reading } from '#engine/engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { startNoise } from '../../draws.ts';
import { type Material, preparationOf } from '../../fitting-plan.ts';
import { shareOf } from '../../laboratory.ts';

/** One network of an ensemble. Experiments of an ensemble differ in η, precisions, seed and parameters only. */
export interface Member {
  readonly experiment: Experiment;
  readonly parameters: Parameters;
}

interface Options {
  readonly copies: number;
  /** Most samples in a batch, settling steps, and outcomes recorded before they are read. */
  readonly capacity: number;
  readonly longestSettling: number;
  readonly outcomes: number;
  readonly batches: Batches;
}

/** Mean energies in all, at the start of a settling and at its end. */
type Energies = readonly [atStart: number, atEnd: number];

export interface Settled {
  readonly comparison: Comparison;
  readonly energies: Energies;
}

export interface Learned {
  readonly losses: Memory;
  readonly energies: Energies;
}

/**
 * Several networks of one kind on one engine, settled or trained side by side: what `Laboratory` is for one. Longer than other
 * files because it alone knows what the arena holds of every copy.
 */
export class Ensemble {
  readonly plan: Plan;
  readonly #engine: Engine;
  readonly #material: Material;
  readonly #options: Options;
  #members: readonly Member[] = [];
  /** What was written last, where the engine has not changed it since: thousands of writes cost more than settling. */
  readonly #written = new Map<TensorName, ArrayLike<number>>();
  #hasLearned = false;

  private constructor(engine: Engine, material: Material, options: Options, plan: Plan) {
    this.#engine = engine;
    this.#material = material;
    this.#options = options;
    this.plan = plan;
  }

  /** Room for so many networks like the one given. `breathe` is awaited after every copy. */
  static async open(
    engine: Engine,
    { network, pins, lesions, inference, learning }: Experiment,
    material: Material,
    options: Options,
    breathe: () => Promise<void>,
  ): Promise<Ensemble> {
    const { rows } = material;
    const { copies, batches, ...sizes } = options;
    // Nothing is kept from one pixel to the next.
    const start = inference.start === 'keep' ? 'forward' : inference.start;
    const compiling = compileEnsemble(
      { network, pins, lesions },
      {
        ...sizes,
        start,
        rule: inference.rule,
        optimizer: learning.optimizer,
        rows: rows.count,
        classes: rows.classes,
      },
      copies,
      batches,
    );
    let step = compiling.next();
    for (; !step.done; step = compiling.next()) await breathe();
    await engine.load(step.value);
    const ensemble = new Ensemble(engine, material, options, step.value);
    engine.write(tensor.INPUTS, rows.inputs);
    engine.write(tensor.TARGETS, rows.targets);
    return ensemble;
  }

  /** Takes other networks in, at their beginning: at most as many as there is room for. */
  place(members: readonly Member[]): void {
    this.#members = members;
    if (this.#hasLearned) for (const name of this.#parameterNames) this.#written.delete(name);
    for (const [copy, member] of members.entries()) {
      this.#placeHolding(copy, member);
      this.#placeParameters(copy, member);
    }
  }

  get #parameterNames(): readonly TensorName[] {
    const names = parameterTensors(this.#network).map((it) => it.parameter);
    return Array.from({ length: this.#options.copies }, (_, copy) =>
      names.map((it) => ofCopy(it, copy, this.#options.batches)),
    ).flat();
  }

  #write(copy: number, name: TensorName, data: ArrayLike<number>): void {
    const own = ofCopy(name, copy, this.#options.batches);
    const before = this.#written.get(own);
    if (before?.length === data.length && Array.from(data).every((it, i) => Object.is(it, before[i]))) return;
    this.#written.set(own, data);
    this.#engine.write(own, data);
  }

  #placeHolding(copy: number, { experiment }: Member): void {
    const preparation = preparationOf(experiment);
    const { rule: id, inferenceRate } = experiment.inference;
    const { nodes } = preparation.network;
    const relays = rule(id).learns === 'with-the-wave' ? relaysOf(preparation.network) : [];
    for (const node of [...nodes, ...relays]) {
      const { moves, held, alive } = holding(preparation, node);
      const tensors = { moves, held, alive, precision: [node.precision] };
      for (const [what, data] of Object.entries(tensors))
        this.#write(copy, tensor.nodeTensor(what as keyof typeof tensors, node.id), data);
    }
    for (const node of nodes) {
      const rate = holding(preparation, node).moves.map((it) => inferenceRate * it);
      this.#write(copy, tensor.nodeTensor('rate', node.id), rate);
    }
  }

  #placeParameters(copy: number, { experiment, parameters }: Member): void {
    const preparation = preparationOf(experiment);
    const lesioned = lesionedConnections(preparation);
    for (const connection of preparation.network.connections) {
      const mask = lesioned.has(connection.id) ? synapses(preparation, connection) : null;
      const weights = parameters.weights[connection.id]!;
      this.#write(
        copy,
        tensor.connectionTensor('weight', connection.id),
        mask ? weights.map((w, i) => w * mask[i]!) : weights,
      );
      if (mask) this.#write(copy, tensor.connectionTensor('mask', connection.id), mask);
    }
    for (const [id, biases] of Object.entries(parameters.biases))
      this.#write(copy, tensor.nodeTensor('bias', id), biases);
  }

  /** No moments, no velocities: called before the first update. */
  forget(): void {
    const { state } = optimizer(this.#first.learning.optimizer);
    const { batches } = this.#options;
    for (const { parameter } of parameterTensors(this.#network))
      for (const what of state)
        for (const copy of this.#members.keys()) {
          const name = ofCopy(tensor.optimizerTensor(what, parameter), copy, batches);
          this.#engine.write(name, new Float64Array(this.plan.layout.tensors.get(name)!.length));
        }
    if (this.plan.layout.tensors.has(tensor.CORRECTIONS)) this.#engine.write(tensor.CORRECTIONS, [0, 0]);
    this.#hasLearned = true;
  }

  /** The rows of every network's batch; of `own` batches, each network's by its place. All of one length. */
  present(rowsOf: (member: Member, copy: number) => ArrayLike<number>): void {
    const { batches } = this.#options;
    const rows = this.#members.map(rowsOf);
    const { learningRate } = this.#first.learning;
    this.#engine.tune({ inferenceRate: 1, learningRate, samples: rows[0]!.length });
    for (const [copy, own] of (batches === 'own' ? rows : rows.slice(0, 1)).entries())
      this.#write(copy, tensor.ROWS, own);
    if (this.#first.inference.start !== 'random') return;
    for (const [copy, { experiment }] of this.#members.entries())
      for (const node of this.#network.nodes.filter(isFree))
        this.#write(
          copy,
          tensor.nodeTensor('noise', node.id),
          startNoise(experiment.seed, node, rows[copy]!),
        );
  }

  /** The start state, t = 0, and backprop's gradients beside it. */
  begin(): void {
    this.#engine.run([...opening(false), { schedule: 'evaluate' }, { schedule: 'sweep' }]);
  }

  /** Values [sample][unit] of every node of the network at this place, of all the plan has room for. */
  async values(copy: number): Promise<Readonly<Record<string, Memory>>> {
    const ids = this.#network.nodes.map((it) => it.id);
    const names = ids.map((it) => ofCopy(tensor.nodeTensor('value', it), copy, this.#options.batches));
    const arrays = await this.#engine.read(names.map((it) => ({ tensor: it })));
    return Object.fromEntries(ids.map((id, i) => [id, arrays[i]!]));
  }

  step(times: number): void {
    if (times > 0) this.#engine.run([{ schedule: 'step', times }]);
  }

  /** Takes the gradients due after t steps; under zero-divergence each is taken once, as the wave passes. */
  takeGradient(t: number): void {
    const due = watchedGradient(this.#first.inference.rule, t);
    if (due.every((it) => it.schedule in this.plan.schedules)) this.#engine.run(due);
  }

  /** What the networks at these places came to by step t, whose gradients were taken. */
  async readSettled(t: number, copies: readonly number[]): Promise<readonly Settled[]> {
    this.#engine.run([{ schedule: 'agreement' }]);
    const ids = this.#network.connections.map((it) => it.id);
    const read = await this.#readWithEnergies(copies, { tensor: tensor.AGREEMENT }, t);
    return read.map(({ figures, energies }) => ({ comparison: comparisonOf(ids, figures), energies }));
  }

  /** A reading of each copy, and its mean energies in all at the start of the settling and at t. */
  async #readWithEnergies(copies: readonly number[], wanted: Reading, t: number) {
    const traces = this.#network.nodes
      .filter((it) => isPredicted(this.#network, it.id))
      .map((it) => tensor.nodeTensor('trace', it.id));
    const each: readonly Reading[] = [
      wanted,
      ...[0, t].flatMap((start) => traces.map((it) => ({ tensor: it, start, length: 1 }))),
    ];
    const arrays = await this.#engine.read(
      copies.flatMap((copy) =>
        each.map((it) => ({ ...it, tensor: ofCopy(it.tensor, copy, this.#options.batches) })),
      ),
    );
    return copies.map((_, i) => {
      const [figures, ...energies] = arrays.slice(each.length * i, each.length * (i + 1)) as [
        Memory,
        ...Memory[],
      ];
      const total = (parts: readonly Memory[]) => parts.reduce((sum, it) => sum + it[0]!, 0);
      const [atStart, atT] = [energies.slice(0, traces.length), energies.slice(traces.length)];
      return { figures, energies: [total(atStart), total(atT)] as const };
    });
  }

  /** One weight update of every network from its batch. */
  learn(rowsOf: (member: Member, copy: number) => ArrayLike<number>): void {
    const { rule, settleSteps } = this.#first.inference;
    this.present(rowsOf);
    this.#engine.run(update(rule, settleSteps, false));
  }

  /** Counts updates from here: `readLearned` tells of those that follow. */
  count(): void {
    this.#engine.write(tensor.UPDATES, [0]);
  }

  /** Losses of the updates counted, each of its batch before it, and the energies of the last settling. */
  async readLearned(updates: number): Promise<readonly Learned[]> {
    const { settleSteps } = this.#first.inference;
    const wanted = { tensor: tensor.UPDATE_LOSS, length: updates };
    const read = await this.#readWithEnergies([...this.#members.keys()], wanted, settleSteps);
    return read.map(({ figures, energies }) => ({ losses: figures, energies }));
  }

  /** Mean loss and accuracy of every network's forward pass over the training rows. */
  async evaluate(): Promise<readonly { loss: number; accuracy: number | null }[]> {
    const { training, classes } = this.#material.rows;
    const { capacity, batches } = this.#options;
    const chunks = Array.from({ length: Math.ceil(training / capacity) }, (_, k) =>
      Uint32Array.from({ length: Math.min(capacity, training - k * capacity) }, (_, i) => k * capacity + i),
    );
    this.#engine.write(tensor.EVALUATIONS, [0]);
    for (const chunk of chunks) {
      this.present(() => chunk);
      this.#engine.run([{ schedule: 'evaluate' }]);
    }
    const names = [tensor.EVALUATED_LOSS, tensor.EVALUATED_ACCURACY];
    const arrays = await this.#engine.read(
      this.#members.flatMap((_, copy) =>
        names.map((name) => ({ tensor: ofCopy(name, copy, batches), length: chunks.length })),
      ),
    );
    return this.#members.map((_, i) => {
      const [losses, accuracies] = [arrays[2 * i]!, arrays[2 * i + 1]!];
      const mean = (of: (k: number, samples: number) => number) =>
        chunks.reduce((total, { length }, k) => total + length * of(k, length), 0) / training;
      return {
        loss: mean((k) => losses[k]!),
        accuracy: classes === null ? null : mean((k, samples) => shareOf(accuracies[k]!, samples)),
      };
    });
  }

  get #first(): Experiment {
    return this.#members[0]!.experiment;
  }

  get #network() {
    return this.#first.network;
  }
}
