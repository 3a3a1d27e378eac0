import { untrack } from 'svelte';
import type { Network } from '#core/network/network.ts';
import type { Session } from '#session/session.ts';

/** What changes at every frame while something moves. */
interface Moving extends Pick<Session, 'moment' | 'recorded' | 'frame'> {
  /** What it is of. */
  readonly network: Network;
}

/** Milliseconds between two pictures of a plot while something moves; each panel has a little more than the one before it, so that they do not fall into one frame. */
const INTERVAL = 50;
const APART = 7;

/**
 * The same session at the pace of plots. The network is drawn at every frame; plots, which are many, follow some twenty
 * times a second while something moves, and at once when nothing does or the network is another one. For the life of the
 * component that calls it.
 */
export function atPlotPace(session: Session, panel: number): Session {
  const latest = (): Moving => ({
    moment: session.moment,
    recorded: session.recorded,
    frame: session.frame,
    network: session.experiment.network,
  });
  const interval = INTERVAL + panel * APART;
  let drawn = 0;
  let shown = $state.raw<Moving>(latest());
  const show = (now: Moving): void => {
    drawn = performance.now();
    shown = now;
  };
  $effect.pre(() => {
    const now = latest();
    const moves = session.playing || session.hand !== null;
    const wait = drawn + interval - performance.now();
    if (!moves || wait <= 0) {
      show(now);
      return;
    }
    const timer = setTimeout(() => show(untrack(latest)), wait);
    return () => clearTimeout(timer);
  });
  return new Proxy(session, {
    get(target, key) {
      if (key === 'moment' || key === 'recorded' || key === 'frame')
        return shown.network === target.experiment.network ? shown[key] : target[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
