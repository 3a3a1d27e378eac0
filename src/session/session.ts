import type { Rows } from '#core/datasets/rows.ts';
import type { Issue } from '#core/issue.ts';
import type { EngineKind } from '#engine/engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { EpochRecord, Frame, Landscape } from './frame.ts';
import type { PaceId } from './pace.ts';

/** Which neuron or synapse the inspector shows. */
export type Selection =
  | { readonly kind: 'unit'; readonly node: string; readonly unit: number }
  | { readonly kind: 'weight'; readonly connection: string; readonly out: number; readonly in: number };

/** Values left every sensible range: what happened and the step size that would not do it. */
export interface Divergence {
  readonly where: 'settling' | 'training';
  readonly message: string;
  /** η that the cure sets (half the stability limit); null where no step size helps. */
  readonly cure: number | null;
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

export interface EngineStatus {
  readonly kind: EngineKind;
  /** Device in words, e.g. "SwiftShader"; empty on the CPU. */
  readonly adapter: string;
  /** Why it is not WebGPU; empty when it is. */
  readonly reason: string;
}

/** What the page reads (all reactive) and what it may ask for. Asking never throws: problems arrive in `issues`. */
export interface Session {
  readonly experiment: Experiment;
  readonly rows: Rows | null;
  readonly frame: Frame | null;
  readonly landscape: Landscape | null;
  readonly training: Training;
  readonly engine: EngineStatus;
  /** True until the first frame of a newly loaded experiment. */
  readonly loading: boolean;
  readonly playing: boolean;
  /** How fast both clocks go. */
  readonly pace: PaceId;
  readonly diverged: Divergence | null;
  /** Largest stable η of the present rule; null where there is none or it is not known yet. */
  readonly stabilityLimit: number | null;
  readonly issues: readonly Issue[];
  readonly selection: Selection | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;

  /** Replaces the experiment; trained parameters stay wherever their shape stays. */
  edit(experiment: Experiment, issues?: readonly Issue[]): void;
  /** Opens another experiment from its beginning (t = 0, epoch 0). */
  open(document: unknown): void;
  undo(): void;
  redo(): void;
  dismiss(issue: Issue): void;

  play(): void;
  pause(): void;
  setPace(pace: PaceId): void;
  /** One settling update. */
  stepOnce(): void;
  /** Settles until the energy stands still or T is reached. */
  toRest(): void;
  /** Same seed, t = 0, epoch 0, fresh parameters from the document. */
  reset(): void;
  /** Another seed, then reset. */
  reseed(): void;

  train(): void;
  trainEpoch(): void;
  trainBatch(): void;
  stop(): void;

  /** Chooses a training row. */
  choose(sample: number): void;
  select(selection: Selection | null): void;
  /** Frames hold the gradient of every synapse until the function returned is called: for what draws them. */
  showGradients(): () => void;
  /** Sets η to half the stability limit and starts the settling again. */
  cure(): void;
  preferEngine(kind: EngineKind): void;
  /** A link that restores this experiment. */
  link(): Promise<string>;
}
