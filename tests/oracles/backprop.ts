import { activation } from '#core/activations/index.ts';
import type { Connection, ValueNode } from '#core/network/network.ts';
import type { Case } from './scenarios.ts';

/*
 * Backpropagation as a textbook has it: the chain rule, one sample at a time, by recursion over the graph. Knows
 * nothing of plans, errors as state or settling.
 */

export interface Backprop {
  /** Mean over samples. */
  readonly loss: number;
  /** Per node, [sample][unit]: the forward pass (the target's prediction included). */
  readonly values: Readonly<Record<string, number[][]>>;
  /** Per node, [sample][unit]: −dL/dx, at the target −dL/dμ (categorical: −dL/da). */
  readonly errors: Readonly<Record<string, number[][]>>;
  /** d(mean L)/dθ, flat as [out][in]. */
  readonly weights: Readonly<Record<string, number[]>>;
  readonly biases: Readonly<Record<string, number[]>>;
}

/** Whether the unit is there, and what holds it (null: nothing does). */
function holdOf({ pins, lesions }: Case, id: string, unit: number): { alive: boolean; held: number | null } {
  if (lesions.units[id]?.includes(unit)) return { alive: false, held: 0 };
  return { alive: true, held: pins[id]?.[unit] ?? null };
}

/** A weight, or 0 where the synapse or a unit at either end is removed. */
export function weightOf(model: Case, { id, from, to }: Connection, out: number, source: number): number {
  const { lesions, parameters, network } = model;
  const cut = lesions.weights[id]?.some(([o, i]) => o === out && i === source);
  const gone = lesions.units[to]?.includes(out) || lesions.units[from]?.includes(source);
  const columns = network.nodes.find((it) => it.id === from)!.units;
  return cut || gone ? 0 : parameters.weights[id]![out * columns + source]!;
}

export function softmax(a: readonly number[]): number[] {
  const highest = Math.max(...a);
  const powers = a.map((it) => Math.exp(it - highest));
  const total = powers.reduce((sum, it) => sum + it, 0);
  return powers.map((it) => it / total);
}

/** One sample's forward and backward pass. */
class Sample {
  readonly #model: Case;
  readonly #input: readonly number[];
  readonly #target: readonly number[];
  readonly #values = new Map<string, number[]>();
  readonly #pulls = new Map<string, number[]>();

  constructor(model: Case, input: readonly number[], target: readonly number[]) {
    this.#model = model;
    this.#input = input;
    this.#target = target;
  }

  #node(id: string): ValueNode {
    return this.#model.network.nodes.find((it) => it.id === id)!;
  }

  preactivation(id: string): number[] {
    const { network, parameters } = this.#model;
    const incoming = network.connections.filter((it) => it.to === id);
    return Array.from({ length: this.#node(id).units }, (_, out) =>
      incoming.reduce(
        (sum, connection) =>
          this.value(connection.from).reduce(
            (part, x, i) =>
              part + weightOf(this.#model, connection, out, i) * activation(connection.activation).f(x),
            sum,
          ),
        parameters.biases[id]?.[out] ?? 0,
      ),
    );
  }

  /** The forward pass; nothing is clamped but the input. */
  value(id: string): number[] {
    const known = this.#values.get(id);
    if (known) return known;
    const { network } = this.#model;
    const node = this.#node(id);
    let value: number[];
    if (node.clamp.learning === 'input') value = [...this.#input];
    else if (!network.connections.some((it) => it.to === id)) value = new Array(node.units).fill(0);
    else if (node.likelihood === 'categorical') value = softmax(this.preactivation(id));
    else value = this.preactivation(id).map(activation(node.activation).f);
    if (node.clamp.learning !== 'target') value = value.map((x, i) => holdOf(this.#model, id, i).held ?? x);
    this.#values.set(id, value);
    return value;
  }

  /** What the target is held at. */
  #held(node: ValueNode): number[] {
    return this.#target.map((y, i) => holdOf(this.#model, node.id, i).held ?? y);
  }

  loss(): number {
    const node = this.#model.network.nodes.find((it) => it.clamp.learning === 'target')!;
    const y = this.#held(node);
    const mu = this.value(node.id);
    const terms = y.map((it, i) => {
      if (!holdOf(this.#model, node.id, i).alive) return 0;
      if (node.likelihood === 'gaussian') return 0.5 * (it - mu[i]!) ** 2;
      return it === 0 ? 0 : -it * Math.log(mu[i]!);
    });
    return node.precision * terms.reduce((a, b) => a + b, 0);
  }

  /** dL/dx; at the target dL/dμ (categorical: dL/da). */
  pull(id: string): number[] {
    const known = this.#pulls.get(id);
    if (known) return known;
    const node = this.#node(id);
    const pull = node.clamp.learning === 'target' ? this.#lossSlope(node) : this.#chainRule(id);
    this.#pulls.set(id, pull);
    return pull;
  }

  #lossSlope(node: ValueNode): number[] {
    const y = this.#held(node);
    return this.value(node.id).map((mu, i) =>
      holdOf(this.#model, node.id, i).alive ? node.precision * (mu - y[i]!) : 0,
    );
  }

  #chainRule(id: string): number[] {
    const outgoing = this.#model.network.connections.filter((it) => it.from === id);
    return this.value(id).map((x, i) =>
      outgoing.reduce((sum, connection) => {
        const slope = activation(connection.activation).df(x);
        const through = this.delta(connection.to).reduce(
          (part, delta, out) => part + weightOf(this.#model, connection, out, i) * delta,
          0,
        );
        return sum + slope * through;
      }, 0),
    );
  }

  /** dL/da: nothing passes through what is held. */
  delta(id: string): number[] {
    const node = this.#node(id);
    if (node.likelihood === 'categorical') return this.pull(id);
    if (node.clamp.learning === 'input') return new Array(node.units).fill(0);
    const isTarget = node.clamp.learning === 'target';
    const { df } = activation(node.activation);
    const a = this.preactivation(id);
    return this.pull(id).map((it, i) =>
      isTarget || holdOf(this.#model, id, i).held === null ? df(a[i]!) * it : 0,
    );
  }
}

/** Loss, forward pass and gradients over all rows. */
export function backprop(
  model: Case,
  inputs: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
): Backprop {
  const { network, parameters } = model;
  const samples = inputs.map((input, s) => new Sample(model, input, targets[s]!));
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, it) => sum + of(it), 0) / samples.length;
  const perNode = (of: (sample: Sample, id: string) => number[]) =>
    Object.fromEntries(network.nodes.map(({ id }) => [id, samples.map((it) => of(it, id))]));
  const weights = network.connections.map((connection) => {
    const { f } = activation(connection.activation);
    const columns = network.nodes.find((it) => it.id === connection.from)!.units;
    return [
      connection.id,
      Array.from(parameters.weights[connection.id]!, (_, at) => {
        const [out, i] = [Math.floor(at / columns), at % columns];
        if (isCut(model, connection, out, i)) return 0;
        return mean((it) => it.delta(connection.to)[out]! * f(it.value(connection.from)[i]!));
      }),
    ] as const;
  });
  const biases = Object.keys(parameters.biases).map(
    (id) => [id, Array.from(parameters.biases[id]!, (_, i) => mean((it) => it.delta(id)[i]!))] as const,
  );
  return {
    loss: mean((it) => it.loss()),
    values: perNode((it, id) => it.value(id)),
    errors: perNode((it, id) => it.pull(id).map((v) => -v)),
    weights: Object.fromEntries(weights),
    biases: Object.fromEntries(biases),
  };
}

function isCut(model: Case, connection: Connection, out: number, source: number): boolean {
  const ones = new Float64Array(model.parameters.weights[connection.id]!.length).fill(1);
  const parameters = { ...model.parameters, weights: { [connection.id]: ones } };
  return weightOf({ ...model, parameters }, connection, out, source) === 0;
}
