import { activationCode } from '#core/activations/index.ts';
import { likelihood } from '#core/likelihoods/index.ts';
import type { Connection, Network, NodeId, ValueNode } from '#core/network/network.ts';
import { incoming, isFree, isPredicted, levels, nodeOf, outgoing, targetOf } from '#core/network/topology.ts';
import type { Allocation } from './layout.ts';
import type { Args, Call, KernelName, Stage } from './plan.ts';
import * as tensor from './tensors.ts';

/** A call and its turn: calls of one kernel and turn share a stage; a later turn may build on an earlier one. */
interface Launch {
  readonly kernel: KernelName;
  readonly turn: number;
  readonly call: Call;
}

function staged(launches: readonly Launch[]): Stage[] {
  const stages = new Map<string, { kernel: KernelName; turn: number; calls: Call[] }>();
  for (const { kernel, turn, call } of launches) {
    const key = `${turn} ${kernel}`;
    const stage = stages.get(key) ?? { kernel, turn, calls: [] };
    stage.calls.push(call);
    stages.set(key, stage);
  }
  return [...stages.values()].sort((a, b) => a.turn - b.turn).map(({ kernel, calls }) => ({ kernel, calls }));
}

/** How often the item's group has come up before it: its turn when members of a group add to one output. */
function turns<T>(items: readonly T[], group: (item: T) => string): number[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const turn = seen.get(group(item)) ?? 0;
    seen.set(group(item), turn + 1);
    return turn;
  });
}

const perSample = (kernel: KernelName, args: Args, threads: number, says: string, turn = 0): Launch => ({
  kernel,
  turn,
  call: { args, threads, perSample: true, says },
});
const once = (kernel: KernelName, args: Args, threads: number, says: string, turn = 0): Launch => ({
  kernel,
  turn,
  call: { args, threads, perSample: false, says },
});

/** Which of a node's values a verb reads: the live ones, or those of the forward pass. */
export type Source = 'value' | 'forward';

/**
 * The verbs of predictive coding on one network as stages. Rules are put together from them; equations are those of
 * core/NOTATION.md. One file, because a verb is a few lines and its transposes and neighbours belong beside it.
 */
export class Recipe {
  readonly predicted: readonly ValueNode[];
  readonly free: readonly ValueNode[];
  readonly target: ValueNode;

  readonly allocation: Allocation;
  readonly network: Network;
  readonly capacity: number;
  readonly world: tensor.World;
  /** Connections with removed synapses. */
  readonly lesioned: ReadonlySet<string>;

  constructor(
    allocation: Allocation,
    network: Network,
    capacity: number,
    world: tensor.World,
    lesioned: ReadonlySet<string>,
  ) {
    this.allocation = allocation;
    this.network = network;
    this.capacity = capacity;
    this.world = world;
    this.lesioned = lesioned;
    this.predicted = network.nodes.filter((it) => isPredicted(network, it.id));
    this.free = network.nodes.filter(isFree);
    this.target = targetOf(network);
  }

  state(what: tensor.NodeTensor, id: NodeId): number {
    const shape =
      what === 'energy' || what === 'correct'
        ? [this.capacity]
        : [this.capacity, nodeOf(this.network, id).units];
    return this.allocation.place(tensor.nodeTensor(what, id, this.world), shape, what === 'value');
  }

  #unit(what: tensor.UnitTensor, id: NodeId): number {
    return this.allocation.at(tensor.nodeTensor(what, id));
  }

  /** Offset of u = f(x); the value itself where f is the identity. */
  #activity(connection: Connection, source: Source): number {
    if (connection.activation === 'identity') return this.state(source, connection.from);
    const { units } = nodeOf(this.network, connection.from);
    return this.allocation.place(tensor.connectionTensor('activity', connection.id, this.world), [
      this.capacity,
      units,
    ]);
  }

  /** Puts the batch's rows on the clamped nodes. */
  clamp(into: Source, inputs: number, targets: number, rows: number): Stage[] {
    return staged(
      this.network.nodes
        .filter((it) => !isFree(it))
        .map(({ id, units, clamp }) => {
          const data = clamp.learning === 'target' ? targets : inputs;
          const args = {
            data,
            rows,
            value: this.state(into, id),
            moves: this.#unit('moves', id),
            held: this.#unit('held', id),
            units,
          };
          return perSample('nodes/state.gather', args, units, `${into}[${id}] = ${clamp.learning} rows`);
        }),
    );
  }

  /** Predictions of every node from those above, values following them, level by level from the roots. */
  forward(into: Source): Stage[] {
    const level = levels(this.network);
    const depth = Math.max(...level.values());
    return Array.from({ length: depth + 1 }, (_, l) => {
      const nodes = this.network.nodes.filter((it) => level.get(it.id) === l);
      const followers = l > 0 ? nodes.filter(isFree) : [];
      const roots = l === 0 ? nodes.filter(isFree) : [];
      return [
        ...this.predict(nodes, into),
        ...this.clear(roots, into),
        ...staged(
          followers.map(({ id, units, activation }) =>
            perSample(
              'nodes/state.infer',
              {
                preactivation: this.state('preactivation', id),
                value: this.state(into, id),
                moves: this.#unit('moves', id),
                held: this.#unit('held', id),
                units,
                activation: activationCode(activation),
              },
              units,
              `${into}[${id}] = ${activation}(a[${id}])`,
            ),
          ),
        ),
      ];
    }).flat();
  }

  /** Free values at zero (pins at their value). */
  clear(nodes: readonly ValueNode[], into: Source = 'value'): Stage[] {
    return staged(
      nodes.map(({ id, units }) =>
        perSample(
          'nodes/state.clear',
          { value: this.state(into, id), held: this.#unit('held', id), units },
          units,
          `${into}[${id}] = 0`,
        ),
      ),
    );
  }

  /** Values taken over from another tensor of the same nodes. */
  adopt(nodes: readonly ValueNode[], source: 'forward' | 'noise'): Stage[] {
    return staged(
      nodes.map(({ id, units }) => {
        const args = {
          source: this.state(source, id),
          value: this.state('value', id),
          moves: this.#unit('moves', id),
          held: this.#unit('held', id),
          units,
        };
        return perSample('nodes/state.adopt', args, units, `value[${id}] = ${source}[${id}]`);
      }),
    );
  }

  /** a = b + Σ W f(x) for the nodes given. */
  predict(nodes: readonly ValueNode[], source: Source): Stage[] {
    const connections = nodes.flatMap((node) => incoming(this.network, node.id));
    const turn = turns(connections, (it) => it.to);
    return [
      ...staged(
        connections.filter((it) => it.activation !== 'identity').map((it) => this.#activate(it, source)),
      ),
      ...staged(connections.map((it, i) => this.#predict(it, source, turn[i]!))),
    ];
  }

  #activate(connection: Connection, source: Source): Launch {
    const { units } = nodeOf(this.network, connection.from);
    const args = {
      value: this.state(source, connection.from),
      activity: this.#activity(connection, source),
      units,
      activation: activationCode(connection.activation),
    };
    return perSample(
      'nodes/state.activate',
      args,
      units,
      `u[${connection.id}] = ${connection.activation}(${source}[${connection.from}])`,
    );
  }

  #predict(connection: Connection, source: Source, turn: number): Launch {
    const { id, from, to, op } = connection;
    const { units } = nodeOf(this.network, to);
    const u = connection.activation === 'identity' ? `${source}[${from}]` : `u[${id}]`;
    const place = {
      activity: this.#activity(connection, source),
      preactivation: this.state('preactivation', to),
      units,
    };
    if (op === 'relay') return perSample('ops/relay.predict', place, units, `a[${to}] = ${u}`, turn);
    const args = {
      ...place,
      weight: this.allocation.at(tensor.connectionTensor('weight', id)),
      bias: this.#unit('bias', to),
      sourceUnits: nodeOf(this.network, from).units,
      accumulate: Math.min(turn, 1),
    };
    return perSample(
      'ops/dense.predict',
      args,
      units,
      turn > 0 ? `a[${to}] += ${id}·${u}` : `a[${to}] = b[${to}] + ${id}·${u}`,
      turn,
    );
  }

  /** μ, ε and δ of the nodes given. With `lossOnly`, errors count only where a free value, or the target, carries them. */
  compare(nodes: readonly ValueNode[], source: Source = 'value', lossOnly = false): Stage[] {
    return staged(
      nodes.map((node) => {
        const { id, units, activation } = node;
        const form = likelihood(node.likelihood);
        const args = {
          value: this.state(source, id),
          preactivation: this.state('preactivation', id),
          prediction: this.state('prediction', id),
          error: this.state('error', id),
          delta: this.state('delta', id),
          precisionAt: this.#unit('precision', id),
          counted: lossOnly ? this.#countedInLoss(node) : this.#unit('alive', id),
          units,
          activation: activationCode(activation),
        };
        const mu = form.id === 'categorical' ? 'softmax' : activation;
        return perSample(
          `likelihoods/${form.id}.compare` as KernelName,
          args,
          form.comparesWholeSamples ? 1 : units,
          `ε[${id}] = π[${id}]·(${source}[${id}] − ${mu}(a[${id}]))`,
        );
      }),
    );
  }

  /** Which units of a node carry the loss: those that move, the target's, and none of an input that is predicted. */
  #countedInLoss(node: ValueNode): number {
    if (node.id === this.target.id) return this.#unit('alive', node.id);
    if (isFree(node)) return this.#unit('moves', node.id);
    return this.allocation.place(tensor.nodeTensor('uncounted', node.id), [node.units]);
  }

  /** The energy of every sample, after `compare`. */
  measure(nodes: readonly ValueNode[], source: Source = 'value'): Stage[] {
    return staged(
      nodes.map((node) => {
        const { id, units } = node;
        const args = {
          value: this.state(source, id),
          preactivation: this.state('preactivation', id),
          error: this.state('error', id),
          precisionAt: this.#unit('precision', id),
          energy: this.state('energy', id),
          units,
        };
        return perSample(
          `likelihoods/${node.likelihood}.measure` as KernelName,
          args,
          1,
          `E[${id}] = energy of ε[${id}]`,
        );
      }),
    );
  }

  /** Writes the batch's mean energies into the traces, at the present settling step. */
  record(clock: number): Stage[] {
    return staged(
      this.predicted.map(({ id }) =>
        once(
          'telemetry/energy.record',
          { energy: this.state('energy', id), trace: this.#unit('trace', id), clock },
          1,
          `trace[${id}][t] = mean E[${id}]`,
        ),
      ),
    );
  }

  /**
   * drive = Σ f′(x) ∘ Wᵀ δ: what each free node given is asked for by those it predicts, or by those of them that are
   * in `asking`.
   */
  pullback(nodes: readonly ValueNode[], source: Source, asking: ReadonlySet<NodeId> | null = null): Stage[] {
    const all = nodes.flatMap((node) => outgoing(this.network, node.id));
    const connections = all.filter((it) => asking === null || asking.has(it.to));
    const turn = turns(connections, (it) => it.from);
    return staged(
      connections.map((connection, i) => {
        const { id, from, to, op } = connection;
        const sourceUnits = nodeOf(this.network, from).units;
        const accumulate = Math.min(turn[i]!, 1);
        const place = {
          delta: this.state('delta', to),
          drive: this.state('drive', from),
          units: nodeOf(this.network, to).units,
          accumulate,
        };
        const sign = accumulate ? '+=' : '=';
        if (op === 'relay')
          return perSample(
            'ops/relay.pullback',
            place,
            sourceUnits,
            `drive[${from}] ${sign} δ[${to}]`,
            turn[i],
          );
        const args = {
          ...place,
          value: this.state(source, from),
          weight: this.allocation.at(tensor.connectionTensor('weight', id)),
          sourceUnits,
          activation: activationCode(connection.activation),
        };
        const slope =
          connection.activation === 'identity' ? '' : `${connection.activation}′(${source}[${from}]) ∘ `;
        return perSample(
          'ops/dense.pullback',
          args,
          sourceUnits,
          `drive[${from}] ${sign} ${slope}${id}ᵀ·δ[${to}]`,
          turn[i],
        );
      }),
    );
  }

  /** Moves every free value: by the inference rate times what the tensor named says of each unit, or all the way. */
  relax(fully: boolean, by: 'moves' | 'rate' = 'moves'): Stage[] {
    return staged(
      this.free.map(({ id, units }) => {
        const args = {
          value: this.state('value', id),
          error: this.state('error', id),
          drive: this.state('drive', id),
          moves: this.#unit(fully ? 'moves' : by, id),
          units,
        };
        return fully
          ? perSample(
              'nodes/relax.fully',
              { ...args, precisionAt: this.#unit('precision', id) },
              units,
              `value[${id}] += (drive[${id}] − ε[${id}]) / π[${id}]`,
            )
          : perSample('nodes/relax.byRate', args, units, `value[${id}] += η·(drive[${id}] − ε[${id}])`);
      }),
    );
  }

  /** ε = drive at once: the resting error of frozen predictions, read without subtracting nearly equal numbers. */
  balance(nodes: readonly ValueNode[]): Stage[] {
    return staged(
      nodes.map(({ id, units, activation }) => {
        const args = {
          error: this.state('error', id),
          delta: this.state('delta', id),
          drive: this.state('drive', id),
          moves: this.#unit('moves', id),
          preactivation: this.state('preactivation', id),
          units,
          activation: activationCode(activation),
        };
        return perSample('nodes/relax.balance', args, units, `ε[${id}] = drive[${id}]`);
      }),
    );
  }

  /** d(mean F)/dθ of what predicts the nodes given. */
  gradient(nodes: readonly ValueNode[], source: Source): Stage[] {
    const connections = nodes
      .flatMap((node) => incoming(this.network, node.id))
      .filter((it) => it.op === 'dense');
    const learning = nodes.filter((node) => connections.some((it) => it.to === node.id));
    return staged([
      ...connections.map((connection) => {
        const { id, from, to } = connection;
        const sourceUnits = nodeOf(this.network, from).units;
        const { units } = nodeOf(this.network, to);
        const masked = this.lesioned.has(id);
        const args = {
          activity: this.#activity(connection, source),
          delta: this.state('delta', to),
          gradient: this.allocation.at(tensor.connectionTensor('gradient', id, this.world)),
          mask: masked ? this.allocation.at(tensor.connectionTensor('mask', id)) : 0,
          masked: masked ? 1 : 0,
          sourceUnits,
          units,
        };
        const u = connection.activation === 'identity' ? `${source}[${from}]` : `u[${id}]`;
        return once(
          'ops/dense.gradient',
          args,
          units * sourceUnits,
          `gradient[${id}] = −mean δ[${to}]·${u}ᵀ`,
        );
      }),
      ...learning.map(({ id, units }) =>
        once(
          'nodes/bias.gradient',
          {
            delta: this.state('delta', id),
            gradient: this.allocation.at(tensor.nodeTensor('biasGradient', id, this.world)),
            units,
          },
          units,
          `gradient[b ${id}] = −mean δ[${id}]`,
        ),
      ),
    ]);
  }

  /** Whether the batch's predictions name the right classes, and its mean loss and accuracy, kept under the counter's number. */
  score(
    source: Source,
    traces: { loss: number; accuracy: number | null; counter: number; length: number },
  ): Stage[] {
    const { id, units } = this.target;
    const { counter: clock, length } = traces;
    const judged = traces.accuracy !== null;
    const judge = {
      value: this.state(source, id),
      prediction: this.state('prediction', id),
      correct: this.state('correct', id),
      units,
    };
    return staged([
      ...(judged
        ? [
            perSample(
              'telemetry/outcome.judge',
              judge,
              1,
              `correct = class of μ[${id}] is that of ${source}[${id}]`,
            ),
          ]
        : []),
      once(
        'telemetry/outcome.record',
        { figure: this.state('energy', id), trace: traces.loss, clock, length },
        1,
        `loss = mean E[${id}]`,
        1,
      ),
      ...(judged
        ? [
            once(
              'telemetry/outcome.record',
              { figure: this.state('correct', id), trace: traces.accuracy!, clock, length },
              1,
              'accuracy = mean correct',
              1,
            ),
          ]
        : []),
      once('telemetry/clock.tick', { clock }, 1, 'count it', 2),
    ]);
  }
}
