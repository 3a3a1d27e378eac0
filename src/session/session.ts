import type { Rows } from '#core/datasets/rows.ts';
import type { Issue, Parsed } from '#core/issue.ts';
import type { Parameters } from '#core/network/network.ts';
import type { EngineKind } from '#engine/engine.ts';
import type { Roof } from '#engine/roof/roof.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { ViewState } from '#experiment/view-state.ts';
import type { EpochRecord, Frame, Landscape, Moment, Recorded } from './frame.ts';
import type { Clock, PaceId } from './pace.ts';
import type { RunRecord } from './runs.svelte.ts';
import type { LinkOptions } from './sharing.ts';
import type { Rate } from './speed.svelte.ts';
import type { StabilityCourse } from './stability-course.svelte.ts';
import type { Stamp } from './stamp.ts';
import type { FollowedCourse } from './studies/followed-course.svelte.ts';
import type { Studies } from './studies/study.ts';

/** Which neuron or synapse the inspector shows. */
export type Selection =
  | { readonly kind: 'unit'; readonly node: string; readonly unit: number }
  | { readonly kind: 'weight'; readonly connection: string; readonly out: number; readonly in: number };

/** A setting at a value that would not make values leave every sensible range. */
export interface Cure {
  readonly setting: 'inferenceRate' | 'learningRate';
  readonly value: number;
}

/** Values left every sensible range: what happened, and what would not do it. */
export interface Divergence {
  readonly where: 'settling' | 'training';
  readonly message: string;
  /** Null where no setting that is known helps. */
  readonly cure: Cure | null;
}

/** A neuron. */
export interface Spot {
  readonly node: string;
  readonly unit: number;
}

/** Whether the target holds the output, or the output rests at its own prediction and asks nothing of anyone. */
export type Answer = 'clamped' | 'free';

/** F of the chosen sample over the values of two of its neurons, all others as they are at the moment shown. */
export interface EnergyMap {
  readonly across: Spot;
  readonly up: Spot;
  /** Values at the columns from the left and at the rows from the bottom. */
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  /** [row][column] */
  readonly energy: ArrayLike<number>;
}

/** A run put aside, to be drawn beside later ones. */
export interface Ghost {
  readonly title: string;
  /** The sample's energy at its recorded steps, from `first`. */
  readonly first: number;
  readonly energy: ArrayLike<number>;
  readonly frame: Frame;
  readonly landscape: Landscape | null;
  readonly history: readonly EpochRecord[];
}

export interface Training {
  readonly running: boolean;
  readonly epoch: number;
  /** Updates done in the present epoch, and how many one has. */
  readonly batch: number;
  readonly batches: number;
  /** Seconds left of what was asked for; null when unknown or not running. */
  readonly remaining: number | null;
  /** Share done of what was asked for; null when not running. */
  readonly progress: number | null;
  readonly history: readonly EpochRecord[];
  /** Backprop from the same weights on the same batches, learning beside; empty where that would not be alike. */
  readonly rival: readonly EpochRecord[];
}

/** An engine by name, or the best there is. */
export type EngineChoice = 'auto' | EngineKind;

export interface EngineStatus {
  readonly kind: EngineKind;
  /** What was asked for. */
  readonly choice: EngineChoice;
  /** Device in words, e.g. "SwiftShader"; empty on the CPU. */
  readonly adapter: string;
  /** Why WebGPU is not what the engine is, or should be, by itself; empty where it is. */
  readonly reason: string;
  /** Ways in which this engine can run a network, where there are several; the one in use, and the one kept to. */
  readonly paths: readonly string[];
  readonly path: string | null;
  readonly pinned: string | null;
}

/** What the page reads (all reactive) and what it may ask for. Asking never throws: problems arrive in `issues`. */
export interface Session {
  readonly experiment: Experiment;
  readonly rows: Rows | null;
  /** The batch, as far as it was settled last: energies, gradients, agreement. */
  readonly frame: Frame | null;
  /** The chosen sample by itself: the settling step that is shown, and all that were recorded. */
  readonly moment: Moment | null;
  readonly recorded: Recorded | null;
  /** The neuron that a hand holds. */
  readonly hand: Spot | null;
  readonly answer: Answer;
  readonly landscape: Landscape | null;
  /** The same picture from backprop, learning beside; null where there is none. */
  readonly rivalLandscape: Landscape | null;
  /** Epochs whose weights were recorded, the one that is shown, and the one after which weights were just these. */
  readonly epochs: {
    readonly recorded: readonly number[];
    readonly shown: number;
    readonly with: (stamp: Stamp) => number | null;
  };
  /** A run put aside; null without one. */
  readonly ghost: Ghost | null;
  readonly training: Training;
  readonly engine: EngineStatus;
  /** How fast a step of each clock is; null until it was measured. */
  readonly speed: { readonly training: Rate | null; readonly settling: Rate | null };
  /** What this engine's device can do at most: null until it was measured, undefined where that cannot be. */
  readonly roof: Roof | null | undefined;
  /** True until the first frame of a newly loaded experiment. */
  readonly loading: boolean;
  readonly playing: boolean;
  /** How fast each clock goes. */
  readonly pace: Readonly<Record<Clock, PaceId>>;
  readonly diverged: Divergence | null;
  /** Largest stable η of the present rule; null where there is none or it is not known yet. */
  readonly stabilityLimit: number | null;
  readonly issues: readonly Issue[];
  readonly selection: Selection | null;
  /** What the experiment that was opened last asked to show; not part of undo. */
  readonly arrival: ViewState;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Computations beside the page, on engines of their own. */
  readonly studies: Studies;
  /** What earlier settlings of the batch came to. */
  readonly runs: RunRecord;
  /** The agreement with backprop over the whole settling. */
  readonly course: FollowedCourse;
  /** λ_max as epochs ended. */
  readonly stability: StabilityCourse;

  /** Replaces the experiment; trained parameters stay wherever their shape stays. What `goesOn` with a gesture is undone with it. */
  edit(experiment: Experiment, issues?: readonly Issue[], goesOn?: boolean): void;
  /** Opens another experiment from its beginning (t = 0, epoch 0). */
  open(document: unknown): void;
  /** The same with what was already read, and what there is to say about it. */
  receive(parsed: Parsed<Experiment>): void;
  undo(): void;
  redo(): void;
  dismiss(issue: Issue): void;

  play(): void;
  pause(): void;
  setPace(clock: Clock, pace: PaceId): void;
  /** One settling update. */
  stepOnce(): void;
  /** Settles until the energy stands still or T is reached. */
  toRest(): void;
  /** Shows a recorded settling step; settling, or a hand, goes on from there. */
  seek(t: number): void;
  /** Shows the network as it was after a recorded epoch; learning goes on from there. */
  seekEpoch(epoch: number): void;

  /**
   * Holds a neuron of the chosen sample at a value while its neighbours relax, until `release`. A free neuron then settles
   * back; of a clamped one the value stays as a pin, for every sample.
   */
  hold(spot: Spot, value: number): void;
  release(): void;
  /** Shakes the free neurons of the chosen sample, by normal noise of this standard deviation, drawn from the seed. */
  kick(deviation?: number): void;
  /** Settles the chosen sample again from a start with these neurons at these values. */
  startFrom(values: readonly (Spot & { readonly value: number })[]): void;
  setAnswer(answer: Answer): void;
  /** Sets one weight as it is now. Trained weights stay; undo brings back the old one. */
  setWeight(connection: string, out: number, source: number, value: number): void;
  /** F over two neurons at the moment shown; null where the network is too large to ask so often. */
  mapEnergy(across: Spot, up: Spot): Promise<EnergyMap | null>;

  /** Puts the present run aside, as a ghost in every plot, or forgets it. */
  keepGhost(): void;
  dropGhost(): void;
  /** Same seed, t = 0, epoch 0, fresh parameters from the document. */
  reset(): void;
  /** Another seed, then reset. */
  reseed(): void;

  train(): void;
  trainEpoch(): void;
  trainEpochs(count: number): void;
  trainBatch(): void;
  stop(): void;

  /** Chooses a training row. */
  choose(sample: number): void;
  select(selection: Selection | null): void;
  /** Frames hold the gradient of every synapse until the function returned is called: for what draws them. */
  showGradients(): () => void;
  /** Sets what cures a divergence, η at half the stability limit or a smaller learning rate, and goes on. */
  cure(): void;
  /** The experiment goes on, trained as it is; where there is no such engine the old one stays, and an issue says why. */
  preferEngine(choice: EngineChoice): void;
  /** Runs networks in one of the engine's ways; null leaves the choice to it. */
  pinPath(path: string | null): void;
  measureRoof(): void;
  /** The parameters as they are now. */
  parameters(): Promise<Parameters>;
  /** A link that restores this experiment and what is shown of it. */
  link(options?: LinkOptions): Promise<string>;
}
