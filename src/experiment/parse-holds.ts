import type { Lesions, Network, Pins, ValueNode } from '#core/network/network.ts';
import { describe, formatNumber, isNumberList, pathTo } from './describe.ts';
import { byId, listIds, perConnection } from './parse-parameters.ts';
import { readEntries, readFields } from './read.ts';
import { isFiniteNumber } from './read-array.ts';
import type { Report } from './report.ts';

/** Pinned units; nodes without any are left out. */
export function parsePins(value: unknown, network: Network, report: Report): Pins {
  const pins: Record<string, Record<string, number>> = {};
  for (const { id, at, entry, node } of perNode(value, 'pins', network, report)) {
    const entries = readEntries(entry, at, report);
    if (!entries || entries.length === 0 || dropsOn(node, at, 'pins', report)) continue;
    const held = entries.filter(([unit, held]) => !report.isFull && isPin(unit, held, at, node, report));
    if (held.length > 0) pins[id] = Object.fromEntries(held.map(([unit, it]) => [unit, (it as number) + 0]));
  }
  return pins;
}

function isPin(unit: string, value: unknown, at: string, node: ValueNode, report: Report): boolean {
  const path = pathTo(at, unit);
  const index = /^(0|[1-9]\d{0,4})$/.test(unit) ? Number(unit) : unit;
  if (!isIndex(index, node.units, path, node.id, 'units', report)) return false;
  if (isFiniteNumber(value)) return true;
  const code = typeof value === 'number' ? 'out-of-range' : 'wrong-type';
  report.refuse(code, path, `${path} must be a finite number; found ${describe(value)}.`);
  return false;
}

/** Removed units and synapses in ascending order, each once; nodes and connections without any are left out. */
export function parseLesions(value: unknown, network: Network, report: Report): Lesions {
  if (value === undefined) return { units: {}, weights: {} };
  const field = readFields(value, 'lesions', ['units', 'weights'], report);
  if (!field) return { units: {}, weights: {} };
  return {
    units: parseUnits(field('units'), network, report),
    weights: parseSynapses(field('weights'), network, report),
  };
}

function parseUnits(value: unknown, network: Network, report: Report): Lesions['units'] {
  const lesions: Record<string, readonly number[]> = {};
  for (const { id, at, entry, node } of perNode(value, 'lesions.units', network, report)) {
    const list = readShortList(entry, at, node.units, 'unit numbers', report);
    if (!list || list.length === 0 || dropsOn(node, at, 'lesions', report)) continue;
    const units = list.filter(
      (it, i): it is number => !report.isFull && isIndex(it, node.units, `${at}[${i}]`, id, 'units', report),
    );
    if (units.length > 0) lesions[id] = [...new Set(units)].sort((a, b) => a - b);
  }
  return lesions;
}

function parseSynapses(value: unknown, network: Network, report: Report): Lesions['weights'] {
  const lesions: Record<string, readonly (readonly [number, number])[]> = {};
  for (const { id, at, entry, from, to } of perConnection(value, 'lesions.weights', network, report)) {
    const list = readShortList(entry, at, to.units * from.units, '[out, in] pairs', report) ?? [];
    const flat = new Set<number>();
    for (let i = 0; i < list.length && !report.isFull; i++) {
      const pair = list[i];
      const path = `${at}[${i}]`;
      if (!isNumberList(pair) || pair.length !== 2) {
        report.refuse('shape', path, `${path} must be a pair [out, in]; found ${describe(pair)}.`);
      } else if (
        isIndex(pair[0], to.units, `${path}[0]`, to.id, 'units', report) &&
        isIndex(pair[1], from.units, `${path}[1]`, from.id, 'units', report)
      )
        flat.add((pair[0] as number) * from.units + (pair[1] as number));
    }
    const ordered = [...flat].sort((a, b) => a - b);
    if (ordered.length > 0) lesions[id] = ordered.map((it) => [Math.floor(it / from.units), it % from.units]);
  }
  return lesions;
}

/** What is said of each node; what names none is refused. */
function* perNode(value: unknown, path: string, network: Network, report: Report) {
  const nodes = byId(network.nodes);
  for (const [id, entry] of readEntries(value, path, report) ?? []) {
    const at = pathTo(path, id);
    const node = nodes.get(id);
    if (node) yield { id, at, entry, node };
    else report.refuse('unknown-id', at, `${at} belongs to no node. Nodes: ${listIds(network.nodes)}.`);
    if (report.isFull) return;
  }
}

/** A categorical target is a whole distribution: a unit of it can be neither held nor removed. */
function dropsOn(node: ValueNode, at: string, what: 'pins' | 'lesions', report: Report): boolean {
  if (node.likelihood !== 'categorical') return false;
  report.repair(
    'unknown-value',
    at,
    `${at} was ignored: a categorical target such as ${node.id} takes no ${what}.`,
  );
  return true;
}

function readShortList(
  value: unknown,
  at: string,
  most: number,
  what: string,
  report: Report,
): unknown[] | null {
  if (isNumberList(value) && value.length <= most) {
    report.spend(value.length);
    return Array.from({ length: value.length }, (_, i) => value[i]);
  }
  const code = isNumberList(value) ? 'limit' : 'wrong-type';
  return report.refuse(
    code,
    at,
    `${at} must be a list of up to ${formatNumber(most)} ${what}; found ${describe(value)}.`,
  );
}

function isIndex(
  value: unknown,
  count: number,
  at: string,
  owner: string,
  what: string,
  report: Report,
): boolean {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < count) return true;
  const range =
    count === 1 ? '0, the only unit' : `a whole number from 0 to ${count - 1}, one of the ${count} ${what}`;
  report.refuse('unknown-id', at, `${at} must be ${range} of ${owner}; found ${describe(value)}.`);
  return false;
}
