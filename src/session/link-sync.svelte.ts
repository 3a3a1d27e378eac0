import type { Experiment } from '#experiment/experiment.ts';
import { decodeLink, encodeLink } from '#experiment/share-link.ts';
import type { WeightsCode } from '#experiment/weights-code.ts';
import type { LiveSession } from './live-session.svelte.ts';

export { decodeLink } from '#experiment/share-link.ts';

/** Edits come in bursts; the address follows when they pause, in milliseconds. */
const PAUSE = 400;

/** The page's address with the experiment in it, and without what only this visit asked for; empty where it has no room. */
export async function linkTo(experiment: Experiment, code?: WeightsCode): Promise<string> {
  const address = new URL(location.href);
  address.search = '';
  address.hash = await encodeLink(experiment, code);
  return address.hash && address.href;
}

/**
 * Keeps the address and the experiment the same, in both directions. Returns what stops it.
 * @param linked what the address already opened: it stays as it came until something is edited
 */
export function syncLink(session: LiveSession, linked: Experiment | null): () => void {
  let own = location.hash;
  let named = linked;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopEffect = $effect.root(() => {
    $effect(() => {
      const { experiment } = session;
      clearTimeout(timer);
      if (experiment === named) return;
      timer = setTimeout(async () => {
        const link = await encodeLink(experiment);
        // Own rows can be larger than an address may be: then it keeps naming the last experiment that fits.
        if (experiment !== session.experiment || link === '') return;
        history.replaceState(null, '', `#${link}`);
        own = location.hash;
        named = experiment;
      }, PAUSE);
    });
  });
  const follow = async () => {
    if (location.hash === own || location.hash === '') return;
    own = location.hash;
    const parsed = await decodeLink(own);
    named = parsed.value;
    session.receive(parsed);
  };
  addEventListener('hashchange', follow);
  return () => {
    stopEffect();
    clearTimeout(timer);
    removeEventListener('hashchange', follow);
  };
}
