import type { Parameters } from '#core/network/network.ts';
import type { Memory } from '#core/plan/plan.ts';
import { rule } from '#core/rules/index.ts';
import { limitRows, pictureRows } from './budget.ts';
import { type Frame, nodeFrames } from './frame.ts';
import type { Laboratory } from './laboratory.ts';
import { hasDiverged } from './learn.ts';
import { agreement, asComparison, biases, energies, sampleStates, states, synapses } from './readings.ts';
import { type Stamp, stampOf } from './stamp.ts';
import { unhurried } from './unhurried.ts';

/** Rows that are settled together on screen: all of a small set, a window of a large one. */
const SMALL_SET = 256;
const WINDOW = 64;
/** Networks with more synapses than this show their gradients one by one only where a settling stands still. */
const LIVE_WEIGHTS = 200_000;
/** Steps between two looks at the energy on the way to rest, and the share of it that counts as no change. */
const STRIDE = 10;
const STILL = 1e-5;

/** Whether a trace of the energy (t = 0, 1, …) has come to stand still, or is no number any more. */
export function isAtRest(total: Float64Array): boolean {
  const t = total.length - 1;
  return t >= STRIDE && !(Math.abs(total[t]! - total[t - STRIDE]!) > STILL * total[0]!);
}

const totalOf = (energy: Named, t: number): Float64Array =>
  Float64Array.from({ length: t + 1 }, (_, k) => Object.values(energy).reduce((sum, it) => sum + it[k]!, 0));

type Named = Readonly<Record<string, Memory>>;

const exactly = (arrays: Named): Record<string, Float64Array> =>
  Object.fromEntries(Object.entries(arrays).map(([id, it]) => [id, new Float64Array(it)]));

/** A settling that is looked at while it happens: some training rows, one of them in full. */
export class Watch {
  readonly laboratory: Laboratory;
  t = 0;
  sample = 0;
  /** Whether the screen shows gradients synapse by synapse, and not only the figures of their agreement. */
  showsGradients = false;
  #rows = new Uint32Array(0);
  #start: Named = {};
  /** Of backprop, read when first shown. */
  #backprop: Named = {};
  #weights: Named = {};
  #biases: Named = {};
  #stamp: Stamp = '';
  #gradients: Named = {};
  #gradientAt = -1;
  /** Steps submitted since the last frame, and when the first of them was. */
  #under = { steps: 0, since: 0 };

  /** So many steps and the frame after them took so many milliseconds. */
  readonly measured: (steps: number, milliseconds: number) => void;

  constructor(
    laboratory: Laboratory,
    sample = 0,
    measured: (steps: number, milliseconds: number) => void = () => {},
  ) {
    this.laboratory = laboratory;
    this.measured = measured;
    this.choose(sample);
  }

  /** T of the experiment. */
  get settleSteps(): number {
    return this.laboratory.experiment.inference.settleSteps;
  }

  get samples(): number {
    return this.#rows.length;
  }

  /** The training rows on screen. */
  get rows(): Uint32Array {
    return this.#rows;
  }

  /** Chooses a training row; true where the rows on screen changed with it and the settling must begin anew. */
  choose(sample: number): boolean {
    const { training } = this.laboratory.rows;
    this.sample = Math.max(0, Math.min(training - 1, sample));
    const size = Math.min(
      training,
      this.laboratory.plan.capacity,
      training <= SMALL_SET ? SMALL_SET : WINDOW,
      pictureRows(this.laboratory.experiment),
    );
    const first = Math.min(Math.floor(this.sample / size) * size, training - size);
    const same = this.#rows.length === size && this.#rows[0] === first;
    if (!same) this.#rows = Uint32Array.from({ length: size }, (_, i) => first + i);
    return !same;
  }

  get isBegun(): boolean {
    return Object.keys(this.#weights).length > 0;
  }

  /** As they were when the settling on screen began; removed synapses have what they return with. */
  get parameters(): Parameters {
    return this.laboratory.whole({ weights: exactly(this.#weights), biases: exactly(this.#biases) });
  }

  /** The start state of the rows on screen, and backprop's gradients of them. */
  async begin(): Promise<void> {
    const { laboratory } = this;
    laboratory.present(this.#rows);
    laboratory.begin();
    laboratory.sweep();
    this.t = 0;
    this.#takeGradient();
    await this.#readStart();
  }

  async #readStart(): Promise<void> {
    const { network } = this.laboratory.experiment;
    const read = await this.laboratory.read({
      start: states(network, 'value', 0, this.samples),
      weights: synapses(network, 'weight'),
      biases: biases(network),
    });
    this.#start = read.start;
    this.#weights = read.weights;
    this.#biases = read.biases;
    this.#stamp = stampOf(this.laboratory.whole(read));
    this.#backprop = {};
    this.#gradients = {};
  }

  /** Goes on from where somebody else settled the rows on screen to, if they did; true where there was such a state. */
  async takeOver(t: number): Promise<boolean> {
    if (!this.laboratory.keepsStateOf(this.#rows)) return false;
    this.laboratory.attend(this.#rows);
    this.laboratory.sweep();
    this.t = t;
    await this.#readStart();
    return true;
  }

  #takeGradient(): void {
    this.laboratory.attend(this.#rows);
    this.laboratory.takeGradient(this.t);
  }

  /** Settling updates, as many of those asked for as the rule and the trace allow. */
  advance(steps: number): void {
    const { rule: id } = this.laboratory.experiment.inference;
    const wave = rule(id).learns === 'with-the-wave';
    const last = rule(id).moves === 'fully' ? this.settleSteps : this.laboratory.plan.traceLength - 1;
    const count = Math.min(steps, last - this.t);
    if (this.#under.steps === 0) this.#under.since = performance.now();
    this.#under.steps += count;
    this.laboratory.attend(this.#rows);
    for (let made = 0; made < count; ) {
      const stretch = wave ? 1 : count;
      this.laboratory.step(stretch);
      made += stretch;
      this.t += stretch;
      if (wave) this.#takeGradient();
    }
  }

  /** Settles until the energy stands still, or as far as the rule and the trace go. */
  async rest(): Promise<void> {
    const { network } = this.laboratory.experiment;
    for (;;) {
      const before = this.t;
      this.advance(STRIDE);
      if (this.t === before) return;
      const { energy } = await this.laboratory.read({ energy: energies(network, this.t) });
      if (isAtRest(totalOf(energy, this.t))) return;
    }
  }

  /** Reads what the screen shows. `complete`: gradients too where they are shown, however many synapses there are. */
  async frame(complete: boolean): Promise<Frame> {
    const { laboratory, t } = this;
    const { network, inference } = laboratory.experiment;
    const size = Object.values(this.#weights).reduce((sum, it) => sum + it.length, 0);
    const withGradients = this.showsGradients && (complete || size <= LIVE_WEIGHTS);
    const withBackprop = withGradients && Object.keys(this.#backprop).length === 0;
    if (rule(inference.rule).learns !== 'with-the-wave') this.#takeGradient();
    laboratory.compare();
    const at = this.sample - this.#rows[0]!;
    const read = await laboratory.read({
      ...sampleStates(network, at),
      energy: energies(network, t),
      agreement,
      gradients: withGradients ? synapses(network, 'gradient') : {},
      backprop: withBackprop ? synapses(network, 'gradient', 'rival') : {},
    });
    const { steps, since } = this.#under;
    this.measured(steps, performance.now() - since);
    this.#under.steps = 0;
    if (withBackprop) this.#backprop = read.backprop;
    if (withGradients) {
      this.#gradients = read.gradients;
      this.#gradientAt = t;
    }
    const total = totalOf(read.energy, t);
    return {
      t,
      samples: this.samples,
      sample: this.sample,
      nodes: nodeFrames(network, read),
      energyOfSample: Object.fromEntries(Object.entries(read.energyOfSample).map(([id, it]) => [id, it[0]!])),
      energy: Object.entries(read.energy).map(([id, trace]) => ({ id, trace })),
      total,
      atRest: isAtRest(total),
      weights: this.#weights,
      stamp: this.#stamp,
      gradients: this.#gradients,
      gradientsAt: this.#gradientAt,
      backprop: this.#backprop,
      comparison: asComparison(network, read.agreement),
      diverged: hasDiverged(laboratory, [], read.energy),
    };
  }

  /** 2/λ_max at the start state of the rows on screen (of a large network, the first of them); null once `stopped`. */
  async strictLimit(stopped: () => boolean): Promise<number | null> {
    // The parameters that lead to the start state; asking the engine, which may be at another plan by now, is needless.
    const { parameters } = this;
    const { preparation } = this.laboratory;
    const rows = Math.min(this.samples, limitRows(this.laboratory.experiment));
    const start = this.#start;
    // The first picture does not wait for it.
    const { stabilityLimit } = await import('#core/telemetry/stability.ts');
    return unhurried(stabilityLimit(preparation, parameters, start, rows), stopped);
  }
}
