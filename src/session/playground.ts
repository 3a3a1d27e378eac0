import type { Issue } from '#core/issue.ts';
import { nodeOf } from '#core/network/topology.ts';
import { rule } from '#core/rules/index.ts';
import type { Agreement } from '#core/telemetry/agreement.ts';
import type { EngineKind } from '#engine/engine.ts';
import { toDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { settings } from '#experiment/schema.ts';
import { Arguments, PlaygroundError } from './arguments.ts';
import { learnEpochs, learnUpdates } from './learn.ts';
import type { LiveSession } from './live-session.svelte.ts';
import type { PerConnection, PerNode } from './readings.ts';
import { settle as settleRows } from './settle.ts';

export type PlaygroundEvent = 'settled' | 'learned' | 'issue' | 'change';

export interface Settled {
  readonly energy: Readonly<Record<string, readonly number[]>>;
  readonly values: Readonly<Record<string, number[][]>>;
  readonly errors: Readonly<Record<string, number[][]>>;
  readonly gradients: GradientArrays;
  readonly backprop: GradientArrays;
  readonly comparison: {
    readonly connections: Readonly<Record<string, Agreement | null>>;
    readonly all: Agreement | null;
  };
  readonly stability: { readonly limit: number };
}

export interface GradientArrays {
  readonly weights: Readonly<Record<string, number[][]>>;
  readonly biases: Readonly<Record<string, number[]>>;
}

export interface Learned {
  readonly updates: number;
  readonly loss: readonly number[];
  readonly accuracy: readonly number[] | null;
  readonly energy: Readonly<Record<string, number[]>>;
  readonly diverged: boolean;
}

const listed = (arrays: Readonly<Record<string, ArrayLike<number>>>): Record<string, number[]> =>
  Object.fromEntries(Object.entries(arrays).map(([id, array]) => [id, Array.from(array)]));

/** A flat array as rows of `width`. */
const rowsOf = (array: ArrayLike<number>, width: number): number[][] =>
  Array.from({ length: array.length / width }, (_, row) =>
    Array.from({ length: width }, (_, i) => array[row * width + i]!),
  );

/**
 * `window.playground`: the page as others drive it — slides, notebooks, acceptance checks. Every call waits for those
 * before it; what cannot run rejects with a `PlaygroundError` and changes nothing.
 */
export class Playground {
  readonly ready: Promise<{ engine: EngineKind; adapter: string }>;
  readonly #session: LiveSession;
  readonly #switchTo: (kind: EngineKind) => Promise<void>;
  readonly #listeners = new Map<PlaygroundEvent, Set<(detail: unknown) => void>>();
  #last: Promise<unknown>;

  /** @param switchTo puts the session on an engine of that kind, or rejects */
  constructor(session: LiveSession, opened: Promise<unknown>, switchTo: (kind: EngineKind) => Promise<void>) {
    this.#session = session;
    this.#switchTo = switchTo;
    this.ready = opened.then(() => ({ engine: session.engine.kind, adapter: session.engine.adapter }));
    this.#last = this.ready.catch(() => {});
  }

  /** Calls in the order made. */
  #queued<T>(call: () => Promise<T>): Promise<T> {
    const result = this.#last.then(call);
    this.#last = result.catch(() => {});
    return result;
  }

  /** Loads a document as it is at the call, paused at t = 0, with fresh optimizer state. */
  load(document: unknown, options?: unknown): Promise<{ issues: readonly Issue[]; engine: EngineKind }> {
    const { value, issues } = parse(document);
    return this.#queued(async () => {
      const engine = new Arguments('load', options, ['engine']).oneOf('engine', ['webgpu', 'cpu'] as const);
      if (!value) throw new PlaygroundError(issues);
      if (engine !== undefined) await this.#switchTo(engine).catch((error) => this.#reject(error));
      await this.#restart(value, engine === undefined);
      for (const issue of issues) this.#session.report(issue);
      this.emit('change');
      return { issues, engine: this.#session.engine.kind };
    });
  }

  /** Where no engine was named, what a graphics device cannot hold goes to the CPU. */
  async #restart(experiment: Experiment, mayMove: boolean): Promise<void> {
    try {
      await this.#session.restart(experiment);
    } catch (error) {
      if (!mayMove || this.#session.engine.kind === 'cpu') this.#reject(error);
      await this.#switchTo('cpu').catch((again) => this.#reject(again));
      await this.#session.restart(experiment).catch((again) => this.#reject(again));
    }
  }

  #reject(error: unknown): never {
    if (error instanceof PlaygroundError) throw error;
    const issues = (error as { issues?: readonly Issue[] }).issues;
    const message = error instanceof Error ? error.message : String(error);
    throw new PlaygroundError(issues ?? [{ code: 'engine', at: '', message }]);
  }

  /** The present document; parameters as they are now when asked for, or when the document gave its own. */
  experiment(options?: unknown): Promise<object> {
    return this.#queued(async () => {
      const { experiment } = this.#session;
      const own =
        Object.keys({ ...experiment.parameters.weights, ...experiment.parameters.biases }).length > 0;
      const wanted = new Arguments('experiment', options, ['parameters']).flag('parameters') ?? own;
      return wanted
        ? toDocument(experiment, await this.#session.parameters())
        : toDocument({ ...experiment, parameters: {} });
    });
  }

  /** Settles training rows from the start state; changes no parameter. */
  settle(options?: unknown): Promise<Settled> {
    return this.#queued(async () => {
      const given = new Arguments('settle', options, ['settleSteps', 'samples']);
      const { experiment, rows } = this.#session;
      const steps = given.integer('settleSteps', 0, settings.settleSteps.max);
      const samples =
        given.indices('samples', rows!.training) ?? Array.from({ length: rows!.training }, (_, i) => i);
      const { inference } = experiment;
      const settleSteps = this.#allowed(steps ?? inference.settleSteps, inference);
      const settled = await this.#session.exclusively((it) => settleRows(it, samples, settleSteps), {
        resettle: inference.start === 'keep' ? settleSteps : inference.settleSteps,
      });
      const nested = this.#nested(experiment, settled);
      this.emit('settled', nested);
      return nested;
    });
  }

  /** The steps asked for, or those the rule fixes: told of, except under backprop, which has no settling to set. */
  #allowed(steps: number, { rule: id, settleSteps }: Experiment['inference']): number {
    if (rule(id).moves !== 'fully') return steps;
    const at = 'settle.settleSteps';
    const message = `settle: settleSteps is fixed by the rule ${id} to ${settleSteps}; found ${steps}.`;
    if (id !== 'backprop' && steps !== settleSteps)
      this.#session.report({ code: 'fixed-by-rule', at, message });
    return settleSteps;
  }

  #nested({ network }: Experiment, settled: Awaited<ReturnType<typeof settleRows>>): Settled {
    const states = (arrays: PerNode) =>
      Object.fromEntries(
        Object.entries(arrays).map(([id, it]) => [id, rowsOf(it, nodeOf(network, id).units)]),
      );
    const gradients = ({ weights, biases }: { weights: PerConnection; biases: PerNode }): GradientArrays => ({
      weights: Object.fromEntries(
        network.connections.map(({ id, from }) => [id, rowsOf(weights[id]!, nodeOf(network, from).units)]),
      ),
      biases: listed(biases),
    });
    return {
      energy: settled.energy,
      values: states(settled.values),
      errors: states(settled.errors),
      gradients: gradients(settled.gradients),
      backprop: gradients(settled.backprop),
      comparison: settled.comparison,
      stability: settled.stability,
    };
  }

  /** Goes on training: so many updates, or epochs (one when neither is named). */
  learn(options?: unknown): Promise<Learned> {
    return this.#queued(async () => {
      const given = new Arguments('learn', options, ['updates', 'epochs']);
      const updates = given.integer('updates', 1, 1_000_000);
      const epochs = given.integer('epochs', 1, 100_000);
      if (updates !== undefined && epochs !== undefined)
        given.refuse('epochs', 'either updates or epochs, not both');
      const { settleSteps } = this.#session.experiment.inference;
      const learned = await this.#session.learning(
        (laboratory) =>
          updates !== undefined ? learnUpdates(laboratory, updates) : learnEpochs(laboratory, epochs ?? 1),
        settleSteps,
      );
      const accuracy = learned.outcomes.map((it) => it.accuracy);
      const result: Learned = {
        updates: learned.updates,
        loss: learned.outcomes.map((it) => it.loss),
        accuracy:
          accuracy.every((it) => it !== null) && this.#session.rows!.classes !== null
            ? (accuracy as number[])
            : null,
        energy: listed(learned.energy),
        diverged: learned.diverged,
      };
      this.emit('learned', result);
      return result;
    });
  }

  /** Loss and accuracy of the forward pass over the test rows where there are any, else the training rows. */
  evaluate(options?: unknown): Promise<{ loss: number; accuracy: number | null }> {
    return this.#queued(async () => {
      const given = new Arguments('evaluate', options, ['on']);
      const { training, count } = this.#session.rows!;
      const on = given.oneOf('on', ['train', 'test'] as const) ?? (count > training ? 'test' : 'train');
      if (on === 'test' && count === training)
        given.refuse('on', "'train': this experiment keeps no test rows (data.split is 1)");
      const [from, to] = on === 'test' ? [training, count] : [0, training];
      const rows = Uint32Array.from({ length: to - from }, (_, i) => from + i);
      return this.#session.exclusively((it) => it.evaluate(rows), { resettle: this.#session.frame?.t ?? 0 });
    });
  }

  /** Calls the listener at every event of that name until the function returned is called. */
  on(event: unknown, listener: unknown): () => void {
    const given = new Arguments('on', { event, listener }, ['event', 'listener']);
    const name = given.oneOf('event', ['settled', 'learned', 'issue', 'change'] as const);
    if (name === undefined) return given.refuse('event', 'settled, learned, issue, change');
    if (typeof listener !== 'function') return given.refuse('listener', 'a function');
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const call = (detail: unknown) => void listener(detail);
    listeners.add(call);
    return () => void listeners.delete(call);
  }

  emit(event: PlaygroundEvent, detail?: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        listener(detail);
      } catch (error) {
        // A listener's failure is its owner's to see, and nobody else's to suffer.
        reportError(error);
      }
    }
  }
}
