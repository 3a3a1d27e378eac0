import type { Network, Preparation, ValueNode } from '#core/network/network.ts';
import { depths, incoming, isFree, isPredicted, nodeOf } from '#core/network/topology.ts';
import { type OptimizerId, optimizer } from '#core/optimizers/index.ts';
import { type RuleId, rule as ruleOf } from '#core/rules/index.ts';
import { agreementStages } from './agreement.ts';
import { Allocation } from './layout.ts';
import type { Plan, Schedule, Stage } from './plan.ts';
import { Recipe, type Source } from './recipe.ts';
import { withRelays } from './relays.ts';
import * as tensor from './tensors.ts';

export interface CompileOptions {
  readonly rule: RuleId;
  readonly start: 'forward' | 'zero' | 'random' | 'keep';
  readonly optimizer: OptimizerId;
  /** Most samples in a batch. */
  readonly capacity: number;
  /** Longest settling (in steps) whose trace is kept. */
  readonly longestSettling: number;
  /** Rows of data the arena holds. */
  readonly rows: number;
  /** How a prediction names a class; null where rows have none. */
  readonly classes: 'sign' | 'argmax' | null;
  /** Whether values will be set from outside and looked at: adds the schedules `observe` and `ask`. */
  readonly handled?: boolean;
  /** Whether every unit has a rate of its own (tensor `rate`, 0 where it may not move) that multiplies the settings' rate. */
  readonly ownRates?: boolean;
  /** Entries of the outcome traces; `tensor.OUTCOMES` by default. */
  readonly outcomes?: number;
}

/** Connections some of whose synapses are removed, by name or because a unit at either end is. */
export function lesionedConnections({ network, lesions }: Preparation): ReadonlySet<string> {
  const touched = (id: string) => (lesions.units[id]?.length ?? 0) > 0;
  return new Set(
    network.connections
      .filter((it) => touched(it.from) || touched(it.to) || (lesions.weights[it.id]?.length ?? 0) > 0)
      .map((it) => it.id),
  );
}

/** Parameters, masks and data: what both worlds share. Placed first, in document order. */
function placeShared(
  at: Allocation,
  network: Network,
  options: CompileOptions,
  lesioned: ReadonlySet<string>,
): void {
  for (const { id, from, to } of network.connections) {
    const shape = [nodeOf(network, to).units, nodeOf(network, from).units];
    at.place(tensor.connectionTensor('weight', id), shape, true);
    at.place(tensor.connectionTensor('gradient', id), shape);
    at.place(tensor.connectionTensor('gradient', id, 'rival'), shape);
    if (lesioned.has(id)) at.place(tensor.connectionTensor('mask', id), shape);
  }
  for (const { id, units } of network.nodes) {
    for (const what of ['moves', 'held', 'alive'] as const) at.place(tensor.nodeTensor(what, id), [units]);
    at.place(tensor.nodeTensor('precision', id), [1]);
    if (options.ownRates) at.place(tensor.nodeTensor('rate', id), [units]);
    if (!isPredicted(network, id)) continue;
    at.place(tensor.nodeTensor('bias', id), [units], true);
    at.place(tensor.nodeTensor('biasGradient', id), [units]);
    at.place(tensor.nodeTensor('biasGradient', id, 'rival'), [units]);
    at.place(tensor.nodeTensor('trace', id), [options.longestSettling + 1]);
  }
  const unitsOf = (role: string) => network.nodes.find((it) => it.clamp.learning === role)!.units;
  at.place(tensor.INPUTS, [options.rows, unitsOf('input')], true);
  at.place(tensor.TARGETS, [options.rows, unitsOf('target')], true);
  at.place(tensor.ROWS, [options.capacity]);
  at.place(tensor.CLOCK, [1]);
  for (const counter of [tensor.UPDATES, tensor.EVALUATIONS]) at.place(counter, [1]);
  for (const trace of [
    tensor.UPDATE_LOSS,
    tensor.UPDATE_ACCURACY,
    tensor.EVALUATED_LOSS,
    tensor.EVALUATED_ACCURACY,
  ])
    at.place(trace, [options.outcomes ?? tensor.OUTCOMES]);
}

/** Held values, masks and traces of the relays a rule inserted. */
function placeRelays(at: Allocation, relays: readonly ValueNode[], longestSettling: number): void {
  for (const { id, units } of relays) {
    for (const what of ['moves', 'held', 'alive'] as const) at.place(tensor.nodeTensor(what, id), [units]);
    at.place(tensor.nodeTensor('precision', id), [1]);
    at.place(tensor.nodeTensor('trace', id), [longestSettling + 1]);
  }
}

/** Every parameter with its gradient. */
export function parameterTensors(
  network: Network,
): readonly { parameter: string; gradient: string; rival: string }[] {
  return [
    ...network.connections.map(({ id }) => ({
      parameter: tensor.connectionTensor('weight', id),
      gradient: tensor.connectionTensor('gradient', id),
      rival: tensor.connectionTensor('gradient', id, 'rival'),
    })),
    ...network.nodes
      .filter((it) => isPredicted(network, it.id))
      .map(({ id }) => ({
        parameter: tensor.nodeTensor('bias', id),
        gradient: tensor.nodeTensor('biasGradient', id),
        rival: tensor.nodeTensor('biasGradient', id, 'rival'),
      })),
  ];
}

/** One update of every parameter from its gradient. */
function descend(at: Allocation, network: Network, id: OptimizerId): Stage[] {
  const { state, kernel, counts } = optimizer(id);
  const corrections = counts ? { corrections: at.place(tensor.CORRECTIONS, [2], true) } : {};
  const calls = parameterTensors(network).map(({ parameter, gradient }) => {
    const { length, shape } = at.slice(parameter);
    const kept = state.map((what) => [what, at.place(tensor.optimizerTensor(what, parameter), shape, true)]);
    const args = {
      parameter: at.at(parameter),
      gradient: at.at(gradient),
      length,
      ...corrections,
      ...Object.fromEntries(kept),
    };
    return { args, threads: length, perSample: false, says: `${parameter} −= ${id} step along ${gradient}` };
  });
  const advance: Stage = {
    kernel: 'optimizers/adam.advance',
    calls: [{ args: corrections, threads: 1, perSample: false, says: 'advance the bias corrections' }],
  };
  return [...(counts ? [advance] : []), { kernel, calls }];
}

/** Backprop of the loss at the forward pass: one sweep from the target up, on parameters shared with the settling world. */
function rivalSchedules(
  at: Allocation,
  network: Network,
  options: CompileOptions,
  lesioned: ReadonlySet<string>,
) {
  const depth = depths(network);
  const reaching = network.nodes.filter((it) => depth.has(it.id));
  const ancestors: Network = {
    nodes: reaching,
    connections: network.connections.filter((it) => depth.has(it.from) && depth.has(it.to)),
  };
  const recipe = new Recipe(at, ancestors, options.capacity, 'rival', lesioned);
  const deepest = Math.max(...depth.values());
  const sweep = Array.from({ length: deepest }, (_, k) => {
    const nodes = recipe.free.filter((it) => depth.get(it.id) === k + 1);
    return [
      ...recipe.pullback(nodes, 'value'),
      ...recipe.balance(nodes.filter((it) => isPredicted(network, it.id))),
    ];
  }).flat();
  const learning = recipe.predicted.filter((it) => isFree(it) || it.id === recipe.target.id);
  return {
    evaluate: [
      ...recipe.clamp('value', at.at(tensor.INPUTS), at.at(tensor.TARGETS), at.at(tensor.ROWS)),
      ...recipe.forward('value'),
      ...recipe.compare([recipe.target]),
      ...recipe.measure([recipe.target]),
      ...recipe.score('value', {
        loss: at.at(tensor.EVALUATED_LOSS),
        accuracy: options.classes === null ? null : at.at(tensor.EVALUATED_ACCURACY),
        counter: at.at(tensor.EVALUATIONS),
        length: options.outcomes ?? tensor.OUTCOMES,
      }),
    ],
    sweep: [...sweep, ...recipe.gradient(learning, 'value')],
  };
}

/** Predicted nodes all of whose sources are held by the data: while weights rest, their predictions cannot change. */
const isConstant = (network: Network, node: ValueNode): boolean =>
  incoming(network, node.id).every((it) => !isFree(nodeOf(network, it.from)));

/**
 * The schedules of a rule (`src/core/plan/programs.ts` strings them together):
 * `begin` the forward pass of the batch · `score` its loss, kept per update · `start` the start state and its energy
 * (`resume` where it is the kept one) · `step` one settling update and its energy · `gradient` at the present errors
 * (`gradient@k`: of what lies k above the target) · `descend` the weight update · `learningStep` both at once ·
 * `evaluate` loss and accuracy of the batch · `sweep` backprop's gradients, after `evaluate` · `agreement` of both gradients ·
 * `observe` predictions, errors and energies of values set from outside · `ask` the drives at the present errors.
 * Tensors are placed in the allocation given.
 */
export function compile(preparation: Preparation, options: CompileOptions, at = new Allocation()): Plan {
  const { network } = preparation;
  const rule = ruleOf(options.rule);
  const lesioned = lesionedConnections(preparation);
  placeShared(at, network, options, lesioned);

  const settled = rule.learns === 'with-the-wave' ? withRelays(network) : network;
  placeRelays(at, settled.nodes.slice(network.nodes.length), options.longestSettling);
  const recipe = new Recipe(at, settled, options.capacity, 'settling', lesioned);
  for (const { id } of settled.nodes)
    for (const what of ['value', 'error', 'drive'] as const) recipe.state(what, id);

  const frozen = rule.linearizedAt === 'forward';
  const separate = frozen || options.start !== 'forward';
  const pass: Source = separate ? 'forward' : 'value';
  const source: Source = frozen ? 'forward' : 'value';
  const live = frozen ? [] : recipe.predicted.filter((it) => !isConstant(settled, it));
  const clock = at.at(tensor.CLOCK);
  const data = [at.at(tensor.INPUTS), at.at(tensor.TARGETS), at.at(tensor.ROWS)] as const;
  const fully = rule.moves === 'fully';

  const observe = [
    ...recipe.compare(recipe.predicted, 'value', rule.followsLossOnly),
    ...recipe.measure(recipe.predicted),
    ...recipe.record(clock),
  ];
  const counter = (kernel: 'telemetry/clock.reset' | 'telemetry/clock.tick', says: string): Stage => ({
    kernel,
    calls: [{ args: { clock }, threads: 1, perSample: false, says }],
  });
  // The wave comes from the target: what hangs beside its path would answer late and disturb gradients not yet taken.
  const asking = rule.learns === 'with-the-wave' ? new Set(depths(settled).keys()) : null;
  const move = [
    ...recipe.pullback(recipe.free, source, asking),
    ...recipe.relax(fully, options.ownRates ? 'rate' : 'moves'),
  ];
  const fromForward = separate ? recipe.adopt(recipe.free, 'forward') : [];
  const startState = {
    forward: fromForward,
    keep: [],
    zero: recipe.clear(recipe.free),
    random: [] as Stage[],
  };
  if (options.start === 'random') startState.random = recipe.adopt(recipe.free, 'noise');
  const asForward = options.start === 'forward';
  const descent = descend(at, network, options.optimizer);
  const reset = counter('telemetry/clock.reset', 't = 0');
  const tick = counter('telemetry/clock.tick', 't += 1');

  const schedules: Record<string, Schedule> = {
    begin: [
      ...recipe.clamp('value', ...data),
      ...(separate ? recipe.clamp('forward', ...data) : []),
      ...recipe.forward(pass),
    ],
    score: [
      ...recipe.compare([recipe.target], pass),
      ...recipe.measure([recipe.target], pass),
      ...recipe.score(pass, {
        loss: at.at(tensor.UPDATE_LOSS),
        accuracy: options.classes === null ? null : at.at(tensor.UPDATE_ACCURACY),
        counter: at.at(tensor.UPDATES),
        length: options.outcomes ?? tensor.OUTCOMES,
      }),
    ],
    start: [
      reset,
      ...startState[options.start],
      ...(asForward ? [] : recipe.predict(live, source)),
      ...observe,
    ],
    resume: [reset, ...fromForward, ...observe],
    step: [...move, tick, ...recipe.predict(live, source), ...observe],
    gradient: recipe.gradient(recipe.predicted, source),
    descend: descent,
    ...rivalSchedules(at, network, options, lesioned),
    agreement: agreementStages(at, network),
  };
  if (options.handled) {
    schedules.observe = [...recipe.predict(live, source), ...observe];
    schedules.ask = recipe.pullback(recipe.free, source, asking);
  }
  if (rule.learns === 'every-step')
    schedules.learningStep = [
      ...recipe.gradient(recipe.predicted, source),
      ...move,
      ...descent,
      tick,
      ...recipe.predict(recipe.predicted, source),
      ...observe,
    ];
  if (rule.learns === 'with-the-wave') {
    const depth = depths(settled);
    for (let k = 0; k < Math.max(...depth.values()); k++)
      schedules[`gradient@${k}`] = recipe.gradient(
        recipe.predicted.filter((it) => depth.get(it.id) === k),
        source,
      );
  }
  return {
    layout: at.finish(),
    schedules,
    capacity: options.capacity,
    traceLength: options.longestSettling + 1,
  };
}
