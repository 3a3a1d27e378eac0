import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { learnUpdates } from '#session/learn.ts';
import { settle } from '#session/settle.ts';
import { open } from './scenarios.ts';

/** Numbers by what they are, each as the digits of its bits. */
export type Observed = ReadonlyMap<string, string>;

/** The bits of all numbers within, in order. */
function digits(value: unknown): string {
  const numbers: number[] = [];
  const collect = (it: unknown): void => {
    if (typeof it === 'number') numbers.push(it);
    else if (ArrayBuffer.isView(it)) numbers.push(...(it as Float64Array));
    else if (typeof it === 'object' && it !== null) for (const part of Object.values(it)) collect(part);
  };
  collect(value);
  return [...new Uint32Array(Float64Array.from(numbers).buffer)].map((it) => it.toString(36)).join(' ');
}

/**
 * Everything that a visitor can see of a document, from its opening: settlings of all rows and of some, losses, evaluations, and what
 * learning left behind, optimizer included.
 */
export async function observed(document: ExperimentDocument, engine: Engine): Promise<Observed> {
  const laboratory = await open(document, engine);
  const { settleSteps } = laboratory.experiment.inference;
  const rows = Array.from({ length: laboratory.rows.training }, (_, row) => row);
  const seen = new Map<string, string>();
  const see = (name: string, what: object) => {
    for (const [part, value] of Object.entries(what)) seen.set(`${name}: ${part}`, digits(value));
  };
  see('settled', await settle(laboratory, rows, settleSteps));
  see('learned', await learnUpdates(laboratory, 3));
  see('evaluated', await laboratory.evaluate(rows));
  see('some rows settled', await settle(laboratory, rows.slice(-3).reverse(), settleSteps));
  see('learned on', await learnUpdates(laboratory, 2));
  see('left behind', await laboratory.snapshot());
  return seen;
}

/** What two visits saw differently. */
export const differences = (a: Observed, b: Observed): readonly string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
