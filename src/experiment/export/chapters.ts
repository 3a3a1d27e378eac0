import type { Network, NodeId } from '#core/network/network.ts';
import { isPredicted, nodeOf, targetOf } from '#core/network/topology.ts';
import activations from './python/activations.py?raw';
import graph from './python/graph.py?raw';
import learning from './python/learning.py?raw';
import rival from './python/rival.py?raw';
import settling from './python/settling.py?raw';
import tools from './python/tools.py?raw';
import verdict from './python/verdict.py?raw';
import { pythonArray, pythonNumber, pythonRecord, pythonString } from './python-text.ts';
import type { Gradients, PerNode, Taken } from './taken.ts';

/** Chapters of code that are the same for every experiment. */
export const chapters = { tools, activations, graph, settling, rival, learning, verdict };

/** Numbers of the page of one kind beyond which they are not written out. */
export const MOST_SHOWN = 1_000_000;

/** One line that is text and nothing else wherever it stands in Markdown, whatever the title holds. */
export function plainTitle(title: string): string {
  const line = title.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  // Signs that Markdown or HTML could read become the entity that shows them.
  return line.replace(/[^\p{L}\p{M}\p{N} ,.'’“”:;()?+−=%≠π→×-]/gu, (sign) => `&#${sign.codePointAt(0)};`);
}

const tuple = (numbers: readonly number[]): string => `(${numbers.join(', ')})`;
const list = (items: readonly string[]): string => `[${items.join(', ')}]`;

/** The network, what holds it and the settings, as a person would write them down. */
export function setUp({ experiment }: Taken): string {
  const { network, pins, lesions, inference, learning: learns, title } = experiment;
  const nodes = network.nodes.map(
    ({ id, units, activation, precision, likelihood, clamp }) =>
      `    Node(${pythonString(id)}, ${units}, "${activation}", ${pythonNumber(precision)}, "${likelihood}", "${clamp.learning}"),`,
  );
  const connections = network.connections.map(
    ({ id, from, to, activation }) =>
      `    Connection(${pythonString(id)}, ${pythonString(from)}, ${pythonString(to)}, "${activation}"),`,
  );
  const pinned = Object.entries(pins).map(([id, units]) => {
    const held = Object.entries(units).map(([unit, value]) => `${Number(unit)}: ${pythonNumber(value)}`);
    return [id, `{${held.join(', ')}}`] as const;
  });
  const removedUnits = Object.entries(lesions.units).map(
    ([id, units]) => [id, list(units.map(String))] as const,
  );
  const removedSynapses = Object.entries(lesions.weights).map(
    ([id, pairs]) => [id, list(pairs.map(tuple))] as const,
  );
  return `# %% [markdown]
# ## The experiment
#
# Layers and synapses, what holds them, and how they settle and learn.

# %%
TITLE = ${pythonString(title || 'An experiment')}
NODES = [
    # name, units, activation g after the weights, precision π, likelihood, held at
${nodes.join('\n')}
]
CONNECTIONS = [
    # name, from, to, activation f before the weights
${connections.join('\n')}
]
# Units held at a value; removed units; removed synapses as (to, from).
PINS = ${pythonRecord(pinned)}
REMOVED_UNITS = ${pythonRecord(removedUnits)}
REMOVED_SYNAPSES = ${pythonRecord(removedSynapses)}

RULE = "${inference.rule}"
RATE = ${pythonNumber(inference.inferenceRate)}  # η
STEPS = ${inference.settleSteps}  # T
START = "${inference.start}"
OPTIMIZER = "${learns.optimizer}"
LEARNING_RATE = ${pythonNumber(learns.learningRate)}
`;
}

const perNode = (network: Network, arrays: PerNode, rows: number, indent = ''): string =>
  pythonRecord(
    Object.entries(arrays).map(([id, numbers]) => [
      id,
      pythonArray(numbers, [rows, nodeOf(network, id).units], `${indent}    `),
    ]),
    indent,
  );

const weights = (network: Network, arrays: Gradients['weights'], indent: string): string =>
  pythonRecord(
    network.connections.map(({ id, from, to }) => [
      id,
      pythonArray(arrays[id]!, [nodeOf(network, to).units, nodeOf(network, from).units], `${indent}    `),
    ]),
    indent,
  );

const biases = (network: Network, arrays: PerNode, indent: string): string =>
  pythonRecord(
    predicted(network).map((id) => [
      id,
      pythonArray(arrays[id]!, [nodeOf(network, id).units], `${indent}    `),
    ]),
    indent,
  );

const predicted = (network: Network): readonly NodeId[] =>
  network.nodes.filter((it) => isPredicted(network, it.id)).map((it) => it.id);

/** Parameters, rows, noise and batches. */
export function material(taken: Taken): string {
  const { experiment, parameters, count, inputs, targets, noise, isWhole, shown, batches } = taken;
  const { network } = experiment;
  return `# %% [markdown]
# ## Numbers: what goes in
#
# Weights are [to][from]. ${isWhole ? 'These are all rows that train.' : 'Of the rows that train, these are the ones on screen.'}

# %%
PARAMETERS = {
    "weights": ${weights(network, parameters.weights, '    ')},
    "biases": ${biases(network, parameters.biases, '    ')},
}
INPUTS = ${pythonArray(inputs, [count, inputs.length / count])}
TARGETS = ${pythonArray(targets, [count, targets.length / count])}
# Where free layers start, row by row; only where they start at random.
NOISE = ${perNode(network, noise, count)}
# The rows that the page settles together, and those of each update.
SHOWN = ${list(shown.map(String))}
BATCHES = [
${batches.map((rows) => `    ${list(rows.map(String))},`).join('\n')}
]
`;
}

/** Whether the network is small enough for every number of the page to be written out. */
export function areShown({ parameters, shown, experiment }: Taken): {
  readonly gradients: boolean;
  readonly states: boolean;
} {
  const count = [...Object.values(parameters.weights), ...Object.values(parameters.biases)].reduce(
    (sum, it) => sum + it.length,
    0,
  );
  const units = experiment.network.nodes.reduce((sum, it) => sum + it.units, 0);
  return { gradients: count <= MOST_SHOWN, states: units * shown.length <= MOST_SHOWN };
}

/** What the page's engine made of it. */
export function shownNumbers(taken: Taken): string {
  const { experiment, shown, screen } = taken;
  const { network } = experiment;
  const { gradients, states } = areShown(taken);
  const energies = Object.entries(screen.energy).map(
    ([id, trace]) => [id, pythonArray(trace, [trace.length], '        ')] as const,
  );
  const ofTarget = (losses: ArrayLike<number>) =>
    pythonRecord([[targetOf(network).id, pythonArray(losses, [losses.length], '        ')]], '    ');
  const numbers: (readonly [string, string])[] = [
    ['energy', pythonRecord(energies, '    ')],
    ['loss', ofTarget([screen.loss])],
    ['loss of each batch', ofTarget(screen.losses)],
  ];
  const add = (kind: string, text: string) => numbers.push([kind, text]);
  if (states) {
    add('values', perNode(network, screen.values, shown.length, '    '));
    add('errors', perNode(network, screen.errors, shown.length, '    '));
  }
  if (gradients) {
    add('gradients of weights', weights(network, screen.gradients.weights, '    '));
    add('gradients of biases', biases(network, screen.gradients.biases, '    '));
    add("backprop's gradients of weights", weights(network, screen.backprop.weights, '    '));
    add("backprop's gradients of biases", biases(network, screen.backprop.biases, '    '));
    add('learned weights', weights(network, screen.learned.weights, '    '));
    add('learned biases', biases(network, screen.learned.biases, '    '));
  }
  return `# %% [markdown]
# ## Numbers: what the page shows
#
# Computed by the page in single precision: energies at t = 0 … T, values and errors after T steps, both gradients, and the
# parameters after the updates.${gradients && states ? '' : ' Kinds with more than a million numbers are left out.'}

# %%
SCREEN_ENGINE = ${pythonString(screen.engine)}
SCREEN = ${pythonRecord(numbers)}
`;
}
