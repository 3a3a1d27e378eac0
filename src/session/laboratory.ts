import type { Rows } from '#core/datasets/rows.ts';
import { countParameters } from '#core/network/check.ts';
import { holding, synapses } from '#core/network/holding.ts';
import { initialize } from '#core/network/initialize.ts';
import type { Parameters, Preparation } from '#core/network/network.ts';
import { isFree, isPredicted, targetOf } from '#core/network/topology.ts';
import { type OptimizerId, optimizer } from '#core/optimizers/index.ts';
import { compile, lesionedConnections, parameterTensors } from '#core/plan/compile.ts';
import type { Memory, Plan, TensorName } from '#core/plan/plan.ts';
import { opening, relaxation, update, watchedGradient } from '#core/plan/programs.ts';
import { relaysOf } from '#core/plan/relays.ts';
import * as tensor from '#core/plan/tensors.ts';
import { rule } from '#core/rules/index.ts';
import type { Engine } from '#engine/engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { epochOrder, startNoise } from './draws.ts';
import {
  carriedInto,
  type Material,
  optionsFor,
  planKey,
  preparationOf,
  probeCountOf,
} from './fitting-plan.ts';
import { type PerConnection, type Read, readNamed, type Wanted } from './readings.ts';

/** A share of so many samples, without the rounding of float32. */
export const shareOf = (rounded: number, samples: number): number => Math.round(rounded * samples) / samples;

const sameRows = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((row, i) => row === b[i]);

/** Parameters in numbers of some precision. */
interface Of<Numbers> {
  readonly weights: Readonly<Record<string, Numbers>>;
  readonly biases: Readonly<Record<string, Numbers>>;
}

/** How far learning has come, to the bit. */
export interface Snapshot {
  readonly parameters: Parameters;
  readonly optimizer: {
    readonly kind: OptimizerId;
    readonly names: readonly TensorName[];
    readonly states: readonly Memory[];
  };
  readonly updates: number;
  readonly epoch: number;
  readonly batch: number;
  /** Numbers it holds. */
  readonly floats: number;
}

/**
 * One experiment on one engine: lays out its plan, places parameters and rows, and turns "settle this batch" or "learn
 * from these" into programs and readings. Holds no clock and no screen; one call at a time. Longer than other files because it
 * alone knows which rows, parameters and states the arena holds at a moment.
 */
export class Laboratory {
  readonly engine: Engine;
  /** Weight updates since the parameters were placed, whole epochs among them, and batches of the present one. */
  updates = 0;
  epoch = 0;
  batch = 0;
  /** Counts every change of a parameter: what was computed at another count is out of date. */
  version = 0;
  #experiment!: Experiment;
  #material!: Material;
  #plan!: Plan;
  #key = '';
  #preparation!: Preparation;
  #lesioned: ReadonlySet<string> = new Set();
  /** Removed synapses keep their weight here while the engine runs without them. */
  #intact: Parameters = { weights: {}, biases: {} };
  /** The rows whose settled state the arena holds; none before the first settling. */
  #settledRows: ArrayLike<number> = [];
  #presented: ArrayLike<number> = [];
  #epochOrder = { key: '', order: new Uint32Array(0) };

  private constructor(engine: Engine) {
    this.engine = engine;
  }

  /** An experiment at its beginning: parameters given or drawn from the seed, no optimizer state, epoch 0. */
  static async open(engine: Engine, experiment: Experiment, material: Material): Promise<Laboratory> {
    const laboratory = new Laboratory(engine);
    await laboratory.#load(experiment, material, experiment.inference.settleSteps);
    laboratory.#placeRows();
    laboratory.placeParameters(initialize(experiment.network, experiment.seed, experiment.parameters));
    laboratory.resetOptimizer();
    return laboratory;
  }

  /** Goes on with an edited experiment: parameters, optimizer state and epochs stay wherever their shape does. */
  async change(
    experiment: Experiment,
    material = this.#material,
    settleSteps = experiment.inference.settleSteps,
  ): Promise<void> {
    const before = await this.parameters();
    const { learning, network } = this.#experiment;
    const newRows = material !== this.#material;
    if (await this.#load(experiment, material, settleSteps))
      this.placeParameters(carriedInto(experiment, network, before));
    if (newRows) this.#placeRows();
    if (learning.optimizer !== experiment.learning.optimizer) this.resetOptimizer();
    this.setClock(this);
  }

  /** True where a new plan was loaded. A rejected plan leaves everything as it was. */
  async #load(experiment: Experiment, material: Material, settleSteps: number): Promise<boolean> {
    const options = optionsFor(experiment, material, settleSteps);
    const key = planKey(experiment, options);
    const renewed = key !== this.#key;
    if (material !== this.#material) this.#settledRows = [];
    if (renewed) {
      const plan = compile(preparationOf(experiment), options);
      await this.engine.load(plan);
      this.#plan = plan;
      this.#key = key;
      if (experiment.inference.start !== 'keep') this.#settledRows = [];
    }
    this.#experiment = experiment;
    this.#material = material;
    this.#preparation = preparationOf(experiment);
    this.#lesioned = lesionedConnections(this.#preparation);
    this.#placeHolding();
    return renewed;
  }

  get experiment(): Experiment {
    return this.#experiment;
  }

  get rows(): Rows {
    return this.#material.rows;
  }

  get plan(): Plan {
    return this.#plan;
  }

  get probeCount(): number {
    return probeCountOf(this.#material);
  }

  get preparation(): Preparation {
    return this.#preparation;
  }

  #placeRows(): void {
    const { inputs, targets, count, targetUnits } = this.rows;
    this.engine.write(tensor.INPUTS, inputs);
    this.engine.write(tensor.TARGETS, targets);
    this.engine.write(tensor.INPUTS, this.#material.probes, inputs.length);
    this.engine.write(tensor.TARGETS, new Float64Array(this.probeCount * targetUnits), count * targetUnits);
  }

  /** Pins, removals, precisions: small tensors, cheap to write again at every edit. */
  #placeHolding(): void {
    const { network } = this.#preparation;
    const relays = rule(this.#experiment.inference.rule).learns === 'with-the-wave' ? relaysOf(network) : [];
    for (const node of [...network.nodes, ...relays]) {
      const held = holding(this.#preparation, node);
      for (const what of ['moves', 'held', 'alive'] as const)
        this.engine.write(tensor.nodeTensor(what, node.id), held[what]);
      this.engine.write(tensor.nodeTensor('precision', node.id), [node.precision]);
    }
    for (const connection of network.connections.filter((it) => this.#lesioned.has(it.id)))
      this.engine.write(
        tensor.connectionTensor('mask', connection.id),
        synapses(this.#preparation, connection),
      );
  }

  /** Sets every parameter; removed synapses act as zero and keep what is given for when they return. */
  placeParameters(parameters: Parameters): void {
    this.version++;
    this.#intact = parameters;
    for (const connection of this.#preparation.network.connections) {
      const weights = parameters.weights[connection.id]!;
      const mask = this.#lesioned.has(connection.id) ? synapses(this.#preparation, connection) : null;
      this.engine.write(
        tensor.connectionTensor('weight', connection.id),
        mask ? weights.map((w, i) => w * mask[i]!) : weights,
      );
    }
    for (const [id, biases] of Object.entries(parameters.biases))
      this.engine.write(tensor.nodeTensor('bias', id), biases);
  }

  /** Forgets moments and velocities. */
  resetOptimizer(): void {
    const { state } = optimizer(this.#experiment.learning.optimizer);
    for (const { parameter } of parameterTensors(this.#preparation.network))
      for (const what of state) this.#clear(tensor.optimizerTensor(what, parameter));
    this.#clear(tensor.CORRECTIONS);
  }

  #clear(name: TensorName): void {
    const slice = this.#plan.layout.tensors.get(name);
    if (slice) this.engine.write(name, new Float64Array(slice.length));
  }

  /** The parameters as they are now. */
  async parameters(): Promise<Parameters> {
    const { network } = this.#preparation;
    const predicted = network.nodes.filter((it) => isPredicted(network, it.id));
    const arrays = await this.engine.read([
      ...network.connections.map(({ id }) => ({ tensor: tensor.connectionTensor('weight', id) })),
      ...predicted.map(({ id }) => ({ tensor: tensor.nodeTensor('bias', id) })),
    ]);
    const weights = network.connections.map(({ id }, i) => [id, new Float64Array(arrays[i]!)] as const);
    const biases = predicted.map(
      ({ id }, i) => [id, new Float64Array(arrays[network.connections.length + i]!)] as const,
    );
    return this.whole({ weights: Object.fromEntries(weights), biases: Object.fromEntries(biases) });
  }

  /** Parameters as the engine has them, with what removed synapses return with in the place of their zeros. */
  whole<Numbers extends Memory>({ weights, biases }: Of<Numbers>): Of<Numbers> {
    const restored = this.#preparation.network.connections
      .filter((it) => this.#lesioned.has(it.id))
      .map((connection) => {
        const mask = synapses(this.#preparation, connection);
        const intact = this.#intact.weights[connection.id]!;
        const as = weights[connection.id]!;
        return [connection.id, as.map((w, k) => (mask[k] === 0 ? intact[k]! : w)) as Numbers] as const;
      });
    return { weights: { ...weights, ...Object.fromEntries(restored) }, biases };
  }

  /** Everything that learning goes on from: parameters as the engine has them, optimizer state, the clock. */
  async snapshot(): Promise<Snapshot> {
    const parameters = await this.parameters();
    const names = this.#optimizerTensors();
    const states = await this.engine.read(names.map((it) => ({ tensor: it })));
    const floats = states.reduce((sum, it) => sum + it.length, countParameters(this.#preparation.network));
    const { updates, epoch, batch } = this;
    const { optimizer: kind } = this.#experiment.learning;
    return { parameters, optimizer: { kind, names, states }, updates, epoch, batch, floats };
  }

  /**
   * Back to a snapshot of a network of this shape; the optimizer starts afresh where it is another one by now, or where
   * what is known of its state is not whole.
   */
  restore({ parameters, optimizer: { kind, names, states }, ...clock }: Omit<Snapshot, 'floats'>): void {
    const { network, seed } = this.#experiment;
    this.placeParameters(initialize(network, seed, parameters));
    this.resetOptimizer();
    const isWhole =
      names.length === this.#optimizerTensors().length &&
      names.every((it, i) => this.#plan.layout.tensors.get(it)?.length === states[i]!.length) &&
      states.every((it) => it.every(Number.isFinite));
    if (kind === this.#experiment.learning.optimizer && isWhole)
      for (const [i, name] of names.entries()) this.engine.write(name, states[i]!);
    this.setClock(clock);
  }

  /** An epoch that has fewer batches by now than were made of it begins again. */
  setClock({ updates, epoch, batch }: Pick<Snapshot, 'updates' | 'epoch' | 'batch'>): void {
    Object.assign(this, { updates, epoch, batch: batch < this.batches ? batch : 0 });
  }

  #optimizerTensors(): TensorName[] {
    const { state } = optimizer(this.#experiment.learning.optimizer);
    const names = parameterTensors(this.#preparation.network).flatMap(({ parameter }) =>
      state.map((what) => tensor.optimizerTensor(what, parameter)),
    );
    return [...names, tensor.CORRECTIONS].filter((it) => this.#plan.layout.tensors.has(it));
  }

  /** Chooses the rows of the batch (at most the plan's capacity) and tells the engine the settings. */
  present(rows: ArrayLike<number>): void {
    this.#presented = rows;
    const { inferenceRate, start } = this.#experiment.inference;
    this.engine.tune({
      inferenceRate,
      learningRate: this.#experiment.learning.learningRate,
      samples: rows.length,
    });
    this.engine.write(tensor.ROWS, rows);
    if (start === 'random') this.#placeNoise(rows);
  }

  /** Makes the batch the one given again, where another was presented in between; its state is still there. */
  attend(rows: ArrayLike<number>): void {
    if (this.#presented !== rows) this.present(rows);
  }

  /** Each row has noise of its own, so that a sample starts alike whatever batch it is in. */
  #placeNoise(rows: ArrayLike<number>): void {
    const { alone } = this.#material;
    const numbers = alone === undefined ? rows : Array.from(rows, () => alone);
    for (const node of this.#preparation.network.nodes.filter(isFree))
      this.engine.write(
        tensor.nodeTensor('noise', node.id),
        startNoise(this.#experiment.seed, node, numbers),
      );
  }

  /** Puts the batch into its start state, t = 0: the kept one only once there is one. */
  begin(): void {
    this.engine.run(opening(this.#resumes()));
  }

  /** Under `keep`, a batch of other rows than those settled last has no state to go on from: it begins as forward. */
  #resumes(): boolean {
    const fresh = this.#experiment.inference.start === 'keep' && !this.keepsStateOf(this.#presented);
    this.#settledRows = this.#presented;
    return fresh;
  }

  /** Whether the arena holds the settled state of just these rows. */
  keepsStateOf(rows: ArrayLike<number>): boolean {
    return rows.length > 0 && sameRows(rows, this.#settledRows);
  }

  /** Settling updates from the present state. */
  step(times: number): void {
    if (times > 0) this.engine.run([{ schedule: 'step', times }]);
  }

  /** Takes the gradients due after t steps; under zero-divergence each is taken once, as the wave passes. */
  takeGradient(t: number): void {
    const due = watchedGradient(this.#experiment.inference.rule, t);
    if (due.every((it) => it.schedule in this.#plan.schedules)) this.engine.run(due);
  }

  /** Settles the batch for T steps from its start state and takes its gradients; resolves to what was read at t = 0. */
  async settle<Name extends string>(settleSteps: number, atStart: Wanted<Name>): Promise<Read<Name>> {
    this.begin();
    const start = this.read(atStart);
    this.engine.run(relaxation(this.#experiment.inference.rule, settleSteps));
    return start;
  }

  /** Backprop's gradients of the batch at the forward pass, and its loss. */
  sweep(): void {
    this.engine.run([{ schedule: 'evaluate' }, { schedule: 'sweep' }]);
  }

  /** Puts gradients of the weights in the place of the batch's: means over several batches, say. */
  placeGradients(weights: PerConnection, backprop: PerConnection): void {
    for (const [world, gradients] of [['settling', weights] as const, ['rival', backprop] as const])
      for (const [id, values] of Object.entries(gradients))
        this.engine.write(tensor.connectionTensor('gradient', id, world), values);
  }

  /** Reduces the gradients of both worlds to the figures of their agreement; `readings.ts` says where they are. */
  compare(): void {
    this.engine.run([{ schedule: 'agreement' }]);
  }

  /** One weight update from each batch of rows given (at most `tensor.OUTCOMES`), nothing awaited. */
  learn(batches: readonly ArrayLike<number>[]): void {
    this.engine.write(tensor.UPDATES, [0]);
    const { rule: id, settleSteps } = this.#experiment.inference;
    for (const rows of batches) {
      this.present(rows);
      this.engine.run(update(id, settleSteps, this.#resumes()));
      this.updates++;
      this.version++;
    }
  }

  /** Rows of the next batches of the present epoch, in an order drawn from the seed and the epoch's number. */
  nextBatches(most: number): Uint32Array[] {
    const { training } = this.rows;
    const size = Math.min(this.#experiment.learning.batchSize, training);
    const order = this.#order(size < training);
    const count = Math.min(most, this.batches - this.batch);
    const batches = Array.from({ length: count }, (_, k) =>
      order.slice((this.batch + k) * size, (this.batch + k + 1) * size),
    );
    this.batch += count;
    if (this.batch === this.batches) {
      this.batch = 0;
      this.epoch++;
    }
    return batches;
  }

  /** The rows in the present epoch's order. */
  #order(shuffled: boolean): Uint32Array<ArrayBuffer> {
    const { training } = this.rows;
    const key = `${this.#experiment.seed} ${this.epoch} ${training} ${shuffled}`;
    if (this.#epochOrder.key === key) return this.#epochOrder.order;
    const order = epochOrder(this.#experiment.seed, this.epoch, training, shuffled);
    this.#epochOrder = { key, order };
    return order;
  }

  /** Updates an epoch has. */
  get batches(): number {
    return Math.ceil(this.rows.training / Math.min(this.#experiment.learning.batchSize, this.rows.training));
  }

  /** Mean loss and accuracy of the forward pass over rows; accuracy null where the rows have no classes. */
  async evaluate(rows: ArrayLike<number>): Promise<{ loss: number; accuracy: number | null }> {
    const chunks = this.chunks(rows);
    this.engine.write(tensor.EVALUATIONS, [0]);
    for (const chunk of chunks) {
      this.present(chunk);
      this.engine.run([{ schedule: 'evaluate' }]);
    }
    const length = chunks.length;
    const [losses, accuracies] = await this.engine.read([
      { tensor: tensor.EVALUATED_LOSS, length },
      { tensor: tensor.EVALUATED_ACCURACY, length },
    ]);
    const mean = (figure: (k: number, samples: number) => number) =>
      chunks.reduce((sum, chunk, k) => sum + chunk.length * figure(k, chunk.length), 0) / rows.length;
    return {
      loss: mean((k) => losses![k]!),
      accuracy: this.rows.classes === null ? null : mean((k, samples) => shareOf(accuracies![k]!, samples)),
    };
  }

  /** The output's prediction [row][unit] at rows of the data, or at probes (numbered after the rows). */
  async answer(rows: ArrayLike<number>): Promise<Float64Array> {
    const { id, units } = targetOf(this.#preparation.network);
    const reads = this.chunks(rows).map((chunk) => {
      this.present(chunk);
      this.engine.run([{ schedule: 'evaluate' }]);
      return this.engine.read([
        { tensor: tensor.nodeTensor('prediction', id, 'rival'), length: chunk.length * units },
      ]);
    });
    const answers = new Float64Array(rows.length * units);
    let done = 0;
    for (const [part] of await Promise.all(reads)) {
      answers.set(part!, done);
      done += part!.length;
    }
    return answers;
  }

  /** Rows in parts that fit the plan. */
  chunks(rows: ArrayLike<number>): Uint32Array[] {
    const all = Uint32Array.from(rows);
    const count = Math.ceil(all.length / this.#plan.capacity);
    return Array.from({ length: count }, (_, k) =>
      all.slice(k * this.#plan.capacity, (k + 1) * this.#plan.capacity),
    );
  }

  /** Readings by name and id in one round trip. */
  read<Name extends string>(wanted: Wanted<Name>): Promise<Read<Name>> {
    return readNamed(this.engine, wanted);
  }
}
