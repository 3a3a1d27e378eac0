import type { Experiment } from '#experiment/experiment.ts';
import { decodeLink, encodeLink, LONGEST_LINK } from '#experiment/share-link.ts';
import type { LiveSession } from './live-session.svelte.ts';

/** Edits come in bursts; the address follows when they pause, in milliseconds. */
const PAUSE = 400;

/** The page's address with the experiment in it. */
export async function linkTo(experiment: Experiment): Promise<string> {
  const address = new URL(location.href);
  address.hash = await encodeLink(experiment);
  return address.href;
}

/** Keeps the address and the experiment the same, in both directions. Returns what stops it. */
export function syncLink(session: LiveSession): () => void {
  let own = location.hash;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopEffect = $effect.root(() => {
    $effect(() => {
      const { experiment } = session;
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const link = await linkTo(experiment);
        // Own rows can be larger than an address may be: then it keeps naming the last experiment that fits.
        if (experiment !== session.experiment || link.length > LONGEST_LINK) return;
        history.replaceState(null, '', link);
        own = location.hash;
      }, PAUSE);
    });
  });
  const follow = async () => {
    if (location.hash === own || location.hash === '') return;
    const { value, issues } = await decodeLink(location.hash);
    for (const issue of issues) session.report(issue);
    if (value) session.openParsed(value);
  };
  addEventListener('hashchange', follow);
  return () => {
    stopEffect();
    clearTimeout(timer);
    removeEventListener('hashchange', follow);
  };
}
