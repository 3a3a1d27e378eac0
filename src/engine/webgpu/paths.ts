import type { Plan } from '#core/plan/plan.ts';
import { isPassage, itinerary } from './passages/passage.ts';
import { passagePath } from './passages/passage-path.ts';
import { registers } from './passages/register-program.ts';
import { workgroups } from './passages/workgroup-program.ts';
import type { Path } from './path.ts';
import { clockOf, settles } from './schedules.ts';
import { stagedPath } from './staged-path.ts';
import { tiledPath } from './waves/tiled-path.ts';

/** A thread a sample: tiny networks. */
export const registerPath = passagePath(registers);
/** A workgroup for a few samples: small networks on hardware. */
export const fusedPath = passagePath(workgroups);

/** Every path, by its name; the staged one is the plainest. */
export const paths: readonly Path[] = [registerPath, fusedPath, tiledPath, stagedPath];

/** Units of the whole network up to which one thread can hold a sample. */
const MOST_UNITS = 64;
/** Units up to which a workgroup can hold a few samples. */
const MOST_FUSED = 1024;

/** Numbers of a sample's values, from the layout: relays count too. */
function unitsOf({ layout }: Plan): number {
  const values = [...layout.tensors].filter(([name]) => name.startsWith('value('));
  return values.reduce((sum, [, { shape }]) => sum + (shape[1] ?? 1), 0);
}

/** Whether samples pass through this plan's settling steps on their own. */
function hasPassages(plan: Plan): boolean {
  const clock = clockOf(plan);
  return Object.values(plan.schedules).some(
    (it) => settles(it, clock) && itinerary(it, clock).some(isPassage),
  );
}

/**
 * Paths that may be the fastest for a plan of this shape. A software device has no fast way for threads to wait for each
 * other, so that there the shape alone decides.
 */
export function candidatesFor(plan: Plan, isSoftware: boolean): readonly Path[] {
  // Others write every copy out, or look for dependences between all of them.
  if ((plan.copies ?? 1) > 1) return [stagedPath];
  const units = hasPassages(plan) ? unitsOf(plan) : Number.POSITIVE_INFINITY;
  if (isSoftware) return [units <= MOST_UNITS ? registerPath : tiledPath];
  if (units > MOST_FUSED) return [tiledPath];
  return units <= MOST_UNITS ? [registerPath, fusedPath, tiledPath] : [fusedPath, tiledPath];
}
