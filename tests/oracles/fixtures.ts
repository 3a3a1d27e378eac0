import type { Agreement } from '#core/telemetry/agreement.ts';
import type { ExperimentDocument } from '#experiment/document.ts';

type Rows = readonly (readonly number[])[];

export interface Gradients {
  readonly weights: Readonly<Record<string, Rows>>;
  readonly biases: Readonly<Record<string, readonly number[]>>;
}

export interface FixtureRun {
  readonly rule: NonNullable<NonNullable<ExperimentDocument['inference']>['rule']>;
  readonly inferenceRate: number;
  readonly settleSteps: number;
  /** Absent under zero-divergence, whose references give the gradients only. */
  readonly energy?: Readonly<Record<string, readonly number[]>>;
  readonly values?: Readonly<Record<string, Rows>>;
  readonly errors?: Readonly<Record<string, Rows>>;
  readonly gradients: Gradients;
  readonly comparison: {
    readonly connections: Readonly<Record<string, Agreement | null>>;
    readonly all: Agreement | null;
  };
  readonly stability?: { readonly limit: number };
}

export interface FixtureLearning {
  readonly name: string;
  readonly updates: number;
  readonly inference: NonNullable<ExperimentDocument['inference']>;
  readonly learning: NonNullable<ExperimentDocument['learning']>;
  readonly parameters: Gradients;
}

/** A document and what two independent float64 references make of it. */
export interface Fixture {
  readonly name: string;
  readonly experiment: ExperimentDocument;
  readonly expected: {
    readonly loss: number;
    readonly forward: Readonly<Record<string, Rows>>;
    readonly backprop: Gradients;
    readonly runs: readonly FixtureRun[];
    readonly learn?: readonly FixtureLearning[];
  };
}

const files = import.meta.glob<Fixture>('./fixtures/*.json', { import: 'default', eager: true });

export const fixtures: readonly Fixture[] = Object.values(files);
