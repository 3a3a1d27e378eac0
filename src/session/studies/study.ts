import type { Parameters } from '#core/network/network.ts';
import type { Engine, EngineKind } from '#engine/engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Material } from '../fitting-plan.ts';

/** What a study works with: an engine nothing else runs on, and the page's experiment as it was when the study began. */
export interface Bench<Result> {
  readonly engine: Engine;
  readonly experiment: Experiment;
  readonly material: Material;
  /** As trained so far. */
  readonly parameters: Parameters;
  /** Training rows that are settled together on screen. */
  readonly rows: Uint32Array;
  /** A further engine, for this study alone; absent where there is but one. Rejects with the reason where it does not work. */
  engineOf?(kind: EngineKind): Promise<Engine>;
  /** Rows and probes of any other experiment. */
  materialOf(experiment: Experiment): Promise<Material>;
  /** Says how far the study has come (0 … 1). Rejects with `Stopped` once nobody wants it any more: ask at least every 50 ms of work. */
  progress(share: number, words?: string): Promise<void>;
  /** Shows what is known so far. */
  show(result: Result): void;
}

/** A computation beside the page: no clock, nothing on screen is touched by it. */
export type Study<Result> = (bench: Bench<Result>) => Promise<Result>;

/** Whose engine a study runs on: one on the CPU, or one of the kind that the page runs on. */
export type StudyEngine = 'cpu' | 'present';

export class Stopped extends Error {}

/** A study under way, or its outcome. Reactive. */
export interface Running<Result> {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** 0 … 1, and what is done at this moment. */
  readonly progress: number;
  readonly words: string;
  /** Complete once `done`; before that what is known so far; null while nothing is. */
  readonly result: Result | null;
  /** Why it failed. */
  readonly message: string;
  /** Milliseconds it took, waiting included; null before the end. */
  readonly took: number | null;
  /** Resolves when it is over, however it ended. */
  readonly over: Promise<void>;
  stop(): void;
}

/** Engines for a computation that goes on under its user's hands, and the page as it was when they were lent. */
export interface Loan extends Pick<Bench<never>, 'experiment' | 'material' | 'parameters'> {
  readonly engines: readonly Engine[];
  /** Only once nothing runs on them any more. */
  giveBack(): void;
}

export interface Studies {
  start<Result>(study: Study<Result>, on?: StudyEngine): Running<Result>;
  /** So many engines beside the page, until they are given back. */
  lend(count: number, on?: StudyEngine): Promise<Loan>;
}
