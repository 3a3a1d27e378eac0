import { countParameters } from '#core/network/check.ts';
import { initialize } from '#core/network/initialize.ts';
import type { Parameters } from '#core/network/network.ts';
import { depths, isFree, isPredicted, longestPath } from '#core/network/topology.ts';
import type { Engine } from '#engine/engine.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parse } from '#experiment/parse.ts';
import { agreementDial } from '#experiment/presets/agreement-dial.ts';
import type { Material } from '../../fitting-plan.ts';
import { Laboratory } from '../../laboratory.ts';
import type { Bench } from '../study.ts';

/** What a question is asked of: the page's own network, or a named one where that cannot show it. */
export interface Subject {
  readonly experiment: Experiment;
  readonly material: Material;
  readonly parameters: Parameters;
  readonly rows: Uint32Array;
  /** Why it is not the page's own; null where it is. */
  readonly instead: string | null;
}

/** Networks beyond this take longer to answer than anybody waits. */
const MOST_PARAMETERS = 100_000;
const MOST_ROWS = 32;

/** Why a network cannot show what is asked; null where it can. */
export function unsuitable({ network, pins }: Experiment): string | null {
  const depth = depths(network);
  const hidden = network.nodes.filter((it) => isFree(it) && isPredicted(network, it.id) && depth.has(it.id));
  if (longestPath(network) < 3 || hidden.length < 2) return 'it has fewer than two hidden layers';
  if (network.nodes.some((it) => isFree(it) && Object.keys(pins[it.id] ?? {}).length > 0))
    return 'a neuron of it is pinned';
  if (countParameters(network) > MOST_PARAMETERS) return 'it is too large to be answered in a minute';
  return null;
}

export async function subjectOf(bench: Bench<never>): Promise<Subject> {
  const { experiment, material, parameters } = bench;
  const instead = unsuitable(experiment);
  if (instead === null)
    return { experiment, material, parameters, rows: bench.rows.slice(0, MOST_ROWS), instead };
  const preset = parse(agreementDial.document).value!;
  return {
    experiment: preset,
    material: await bench.materialOf(preset),
    parameters: initialize(preset.network, preset.seed, preset.parameters),
    rows: Uint32Array.from({ length: MOST_ROWS }, (_, i) => i),
    instead,
  };
}

/** A subject on an engine, under other settings. */
export async function laboratoryOf(
  engine: Engine,
  { material, parameters }: Subject,
  experiment: Experiment,
): Promise<Laboratory> {
  const laboratory = await Laboratory.open(engine, experiment, material);
  laboratory.placeParameters(parameters);
  return laboratory;
}
