import type { Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';

/** What the first of a crew has the others do with it, in the order given. */
export type Order =
  | {
      readonly order: 'load';
      readonly plan: Plan;
      readonly settings: Settings;
      readonly members: number;
      /** Whether the crew was another before, so that only the first holds what is kept. */
      readonly joining: boolean;
    }
  | { readonly order: 'tune'; readonly settings: Settings }
  | {
      readonly order: 'write';
      readonly tensor: TensorName;
      readonly data: Float32Array;
      readonly start: number;
    }
  | { readonly order: 'run'; readonly program: Program }
  /** Everybody gets what of the tensors is not the same everywhere; of all tensors where none are named. */
  | { readonly order: 'gather'; readonly tensors: readonly TensorName[] | null };
