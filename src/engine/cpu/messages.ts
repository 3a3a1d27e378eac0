import type { Memory, Plan, Program, Settings, TensorName } from '#core/plan/plan.ts';
import type { Reading } from '#engine/engine.ts';

/** The first thing a worker hears: the others, by number, null in its own place; and what is worth dividing among them. */
export interface Crew {
  readonly ports: readonly (MessagePort | null)[];
  readonly worthwhile?: number;
}

/** What the page asks of the first worker; carried out in the order posted. Only those with an `id` are answered. */
export type Request =
  | { readonly call: 'load'; readonly id: number; readonly plan: Plan }
  | { readonly call: 'tune'; readonly settings: Settings }
  | {
      readonly call: 'write';
      readonly tensor: TensorName;
      readonly data: Float32Array;
      readonly start: number;
    }
  | { readonly call: 'run'; readonly program: Program }
  | { readonly call: 'read'; readonly id: number; readonly readings: readonly Reading[] };

export type Answer =
  | { readonly kind: 'ready'; readonly adapter: string }
  | { readonly kind: 'result'; readonly id: number; readonly arrays: readonly Memory[] }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };
