import type { Parsed } from '#core/issue.ts';
import type { Network, Parameters } from '#core/network/network.ts';
import { isPredicted, nodeOf } from '#core/network/topology.ts';
import { toDocument } from './document.ts';
import type { Experiment } from './experiment.ts';
import { LARGEST_FILE } from './file.ts';
import { createReport } from './report.ts';
import { decodeTensors, encodeTensors, type Tensor } from './safetensors.ts';

type Given = Experiment['parameters'];

/** Where a tensor of parameters belongs: `weights.w1` of shape [out, in], `biases.x1` of shape [units]. */
interface Place {
  readonly name: string;
  readonly kind: 'weights' | 'biases';
  readonly id: string;
  readonly shape: readonly number[];
}

/** Every tensor of a network's parameters, in document order. */
export const placesIn = (network: Network): readonly Place[] => [
  ...network.connections.map(({ id, from, to }) => ({
    name: `weights.${id}`,
    kind: 'weights' as const,
    id,
    shape: [nodeOf(network, to).units, nodeOf(network, from).units],
  })),
  ...network.nodes
    .filter((it) => isPredicted(network, it.id))
    .map(({ id, units }) => ({ name: `biases.${id}`, kind: 'biases' as const, id, shape: [units] })),
];

/** Parameters that are there, as tensors by name, each name behind a prefix. */
export const tensorsOf = (network: Network, parameters: Given, prefix = ''): [string, Tensor][] =>
  placesIn(network).flatMap(({ name, kind, id, shape }) => {
    const numbers = parameters[kind]?.[id];
    return numbers ? [[prefix + name, { shape, numbers }] as [string, Tensor]] : [];
  });

/** The parameters of an experiment as a safetensors file, with the rest of its document beside them. */
export function encodeWeights(experiment: Experiment, parameters: Parameters): Uint8Array<ArrayBuffer> {
  const document = JSON.stringify(toDocument(experiment, {}));
  const texts = new Map([
    ['format', 'pt'],
    ['experiment', document],
  ]);
  return encodeTensors({ tensors: new Map(tensorsOf(experiment.network, parameters)), texts });
}

/**
 * The parameters of a safetensors file for a network. What the file does not have is left to the network; what the
 * network does not have is passed over, and said. Never rejects: a tensor that does not fit is an issue, and gives null.
 */
export async function decodeWeights(
  file: Pick<Blob, 'size' | 'arrayBuffer'>,
  network: Network,
): Promise<Parsed<Given>> {
  const report = createReport();
  const result = (value: Given | null) => ({ value: report.refused ? null : value, issues: report.issues });
  if (file.size > LARGEST_FILE) {
    report.refuse(
      'limit',
      '',
      `The file may have up to ${LARGEST_FILE / 2 ** 20} megabytes; this one is larger.`,
    );
    return result(null);
  }
  const buffer = await file.arrayBuffer().catch(() => null);
  if (!buffer) return result(report.refuse('data', '', 'The file could not be read.'));
  const { value, issues } = decodeTensors(new Uint8Array(buffer));
  report.refuseAll(issues);
  if (!value) return result(null);
  const places = placesIn(network);
  const given = fitInto(places, value.tensors, report);
  const names = new Set(places.map((it) => it.name));
  const others = [...value.tensors.keys()].filter((it) => !names.has(it));
  const example = `${places[0]!.name}, ${places.at(-1)!.name}`;
  if (others.length === value.tensors.size)
    report.refuse(
      'unknown-id',
      '',
      `The file has no tensor of this network, whose names are like ${example}.`,
    );
  else if (others.length > 0)
    report.repair('unknown-id', '', `The network has no ${listed(others)}: left out.`);
  const missing = places.filter((it) => !value.tensors.has(it.name)).map((it) => it.name);
  if (!report.refused && missing.length > 0)
    report.repair('missing', '', `The file has no ${listed(missing)}: left as on the page.`);
  return result(given);
}

function fitInto(
  places: readonly Place[],
  tensors: ReadonlyMap<string, Tensor>,
  report: ReturnType<typeof createReport>,
): Given {
  const given = { weights: {} as Record<string, Float64Array>, biases: {} as Record<string, Float64Array> };
  for (const { name, kind, id, shape } of places) {
    const tensor = tensors.get(name);
    if (!tensor) continue;
    const found = `[${tensor.shape.slice(0, 8).join(', ')}]`;
    const wanted = `[${shape.join(', ')}]`;
    if (found !== wanted)
      report.refuse('shape', name, `${name} is of shape ${found}; the network needs ${wanted}.`);
    else if (!Array.prototype.every.call(tensor.numbers, (it) => Number.isFinite(Math.fround(it))))
      report.refuse('out-of-range', name, `${name} holds numbers that are not finite in float32.`);
    else given[kind][id] = Float64Array.from(tensor.numbers);
  }
  return given;
}

/** The first few, for a message. */
const listed = (names: readonly string[]): string =>
  names
    .slice(0, 4)
    .map((it) => (it.length > 40 ? `${it.slice(0, 40)}…` : it))
    .join(', ') + (names.length > 4 ? ` and ${names.length - 4} more` : '');
