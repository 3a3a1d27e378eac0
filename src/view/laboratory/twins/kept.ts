import type { Session } from '#session/session.ts';
import { TwinBench } from './twin-bench.svelte.ts';

/** Runs outlive a visit to another bench: they belong to the session, not to the picture of them. */
const benches = new WeakMap<Session['studies'], TwinBench>();

export function benchOf(session: Session): TwinBench {
  const known = benches.get(session.studies);
  if (known) return known;
  const fresh = new TwinBench(session);
  benches.set(session.studies, fresh);
  return fresh;
}
