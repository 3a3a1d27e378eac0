import { isFree } from '#core/network/topology.ts';
import type { Memory } from '#core/plan/plan.ts';
import { rule } from '#core/rules/index.ts';
import { limitOf } from '#core/rules/largest-step.ts';
import { stabilityLimit } from '#core/telemetry/stability.ts';
import { preparationOf } from '../../fitting-plan.ts';
import type { Canvas } from './canvas.ts';
import type { Ensemble, Member } from './ensemble.ts';
import type { Sitter } from './families.ts';
import type { SweepMap } from './map.ts';

type Values = Readonly<Record<string, Memory>>;

/** The axis that is not η: its values have a limit each. Null where η is on neither. */
const limitedSide = ({ request }: Pick<SweepMap, 'request'>): 'column' | 'row' | null => {
  if (request.across.axis === 'inferenceRate') return 'row';
  return request.up.axis === 'inferenceRate' ? 'column' : null;
};

/**
 * Asks theory for the largest stable η at the start state the ensemble is in, once for every value of the other axis:
 * 2/λ_max, worst sample of the batch (fixed prediction: 2/max π). What it returns does the work, later.
 */
export function limits(
  ensemble: Ensemble,
  party: readonly Sitter[],
  members: readonly Member[],
  canvas: Canvas,
  samples: number,
): () => Promise<void> {
  const side = limitedSide(canvas.map);
  const known = canvas.map.limits;
  const asked = new Map<number, { readonly member: Member; readonly values: Promise<Values> }>();
  if (side)
    for (const [copy, { seats }] of party.entries())
      for (const place of [...seats.values()].flat().map((it) => it[side]))
        if (!asked.has(place) && known[place] === null) {
          const values = ensemble.values(copy);
          // Told of by whoever awaits it, unless the map is given up before.
          values.catch(() => {});
          asked.set(place, { member: members[copy]!, values });
        }
  return async () => {
    for (const [place, { member, values }] of asked)
      canvas.limit(place, await limitFor(member, await values, samples, canvas));
  };
}

async function limitFor(
  { experiment, parameters }: Member,
  values: Values,
  samples: number,
  canvas: Canvas,
): Promise<number | null> {
  const { network, inference } = experiment;
  const { linearizedAt, moves } = rule(inference.rule);
  const depends = linearizedAt === 'values' && moves === 'by-rate' && network.nodes.some(isFree);
  if (!depends) return limitOf(inference.rule, Number.POSITIVE_INFINITY, network);
  const searching = stabilityLimit(preparationOf(experiment), parameters, values, samples);
  let step = searching.next();
  for (; !step.done; step = searching.next()) await canvas.tell('looking for the largest stable η');
  return limitOf(inference.rule, step.value, network);
}
