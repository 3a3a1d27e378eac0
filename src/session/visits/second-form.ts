import type { Parameters } from '#core/network/network.ts';
import type { OptimizerId } from '#core/optimizers/index.ts';
import { toDocument } from '#experiment/document.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { decodeTensors, encodeTensors, type Tensor } from '#experiment/safetensors.ts';
import { rowsLength } from '#experiment/text-length.ts';
import { readView } from '#experiment/view-state.ts';
import { placesIn, tensorsOf } from '#experiment/weights-file.ts';
import type { LastState, Progress } from '../last-state.ts';
import { readHistory } from './history.ts';

/** Bytes that one visit may take: five million parameters with the moments of Adam. */
export const MOST_BYTES = 64 * 1024 * 1024;
/** Characters of a document that is written again and again. */
const LONGEST_DOCUMENT = 8 * 1024 * 1024;
const BYTES = 4;

/** Prefixes of the document's own parameters, of those learned, and of what the optimizer keeps. */
const [GIVEN, NOW, OPTIMIZER] = ['given.', 'now.', 'optimizer.'];

type Tensors = readonly [string, Tensor][];

const flat = (numbers: ArrayLike<number>): Tensor => ({ shape: [numbers.length], numbers });
const sizeOf = (tensors: Tensors): number =>
  tensors.reduce((sum, [, it]) => sum + BYTES * it.numbers.length, 0);

/**
 * A state as a safetensors file: the document and what was shown as texts, parameters and optimizer state as tensors.
 * What has no room is left out: the optimizer's state first, then what was learned. Null where the document has none.
 */
export function writeSecondForm({ experiment, progress, view }: LastState): Uint8Array<ArrayBuffer> | null {
  const { network, parameters } = experiment;
  if (rowsLength(experiment, LONGEST_DOCUMENT) > LONGEST_DOCUMENT) return null;
  const document = JSON.stringify(toDocument(experiment, {}));
  const given = tensorsOf(network, parameters, GIVEN);
  const now = progress ? tensorsOf(network, progress.parameters, NOW) : [];
  const optimizer = progress
    ? progress.optimizer.names.map(
        (name, i) => [OPTIMIZER + name, flat(progress.optimizer.states[i]!)] as [string, Tensor],
      )
    : [];
  const room = MOST_BYTES - sizeOf(given);
  if (document.length > LONGEST_DOCUMENT || room < 0) return null;
  const learned =
    sizeOf(now) > room ? [] : sizeOf(now) + sizeOf(optimizer) > room ? now : [...now, ...optimizer];
  const texts = new Map([
    ['experiment', document],
    ['view', JSON.stringify(view)],
  ]);
  if (progress && learned.length > 0) {
    const { epoch, batch, updates, history } = progress;
    const told = history.map((it) => ({
      ...it,
      confusion: it.confusion && { ...it.confusion, counts: Array.from(it.confusion.counts) },
    }));
    const { kind } = progress.optimizer;
    texts.set('progress', JSON.stringify({ epoch, batch, updates, optimizer: kind, history: told }));
  }
  return encodeTensors({ tensors: new Map([...given, ...learned]), texts });
}

/** Undoes `writeSecondForm`. Null where the bytes are not, or no longer, what it writes. */
export function readSecondForm(bytes: unknown): LastState | null {
  const file = bytes instanceof Uint8Array ? decodeTensors(bytes).value : null;
  if (!file) return null;
  const { value: opened } = parse(readJson(file.texts.get('experiment')));
  const view = readJson(file.texts.get('view'));
  if (!opened || typeof view !== 'object' || view === null) return null;
  const given = parametersIn(file.tensors, opened, GIVEN);
  const told = file.texts.get('progress');
  const progress = told === undefined ? null : readProgress(readJson(told), file.tensors, opened);
  if (!given || (told !== undefined && !progress)) return null;
  const parameters = {
    ...(Object.keys(given.weights).length > 0 && { weights: given.weights }),
    ...(Object.keys(given.biases).length > 0 && { biases: given.biases }),
  };
  return { experiment: { ...opened, parameters }, progress, view: readView(view as Record<string, unknown>) };
}

function readJson(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** The parameters that are there; null where one is not of the network's shape, or not finite. */
function parametersIn(
  tensors: ReadonlyMap<string, Tensor>,
  { network }: Experiment,
  prefix: string,
): Parameters | null {
  const found = { weights: {} as Record<string, Float64Array>, biases: {} as Record<string, Float64Array> };
  for (const { name, kind, id, shape } of placesIn(network)) {
    const tensor = tensors.get(prefix + name);
    if (!tensor) continue;
    const numbers = Float64Array.from(tensor.numbers);
    if (tensor.shape.join() !== shape.join() || !numbers.every((it) => Number.isFinite(Math.fround(it))))
      return null;
    found[kind][id] = numbers;
  }
  return found;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readProgress(
  told: unknown,
  tensors: ReadonlyMap<string, Tensor>,
  experiment: Experiment,
): Progress | null {
  const { epoch, batch, updates, optimizer: kind, history } = (told ?? {}) as Record<string, unknown>;
  const parameters = parametersIn(tensors, experiment, NOW);
  const records = readHistory(history);
  const isWhole =
    parameters !== null && placesIn(experiment.network).every(({ kind, id }) => id in parameters[kind]);
  if (!isWhole || !records || !isCount(epoch) || !isCount(batch) || !isCount(updates)) return null;
  const { optimizer: present } = experiment.learning;
  if (kind !== present) return null;
  const optimizer = readOptimizer(present, tensors);
  return { parameters, optimizer, epoch, batch, updates, history: records };
}

/** What the optimizer kept of each tensor, by the tensors' names; whether it is whole, who restores it sees. */
function readOptimizer(kind: OptimizerId, tensors: ReadonlyMap<string, Tensor>): Progress['optimizer'] {
  const kept = [...tensors].filter(([name]) => name.startsWith(OPTIMIZER));
  const names = kept.map(([name]) => name.slice(OPTIMIZER.length));
  return { kind, names, states: kept.map(([, { numbers }]) => Float64Array.from(numbers)) };
}
