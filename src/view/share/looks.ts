import type { ViewState } from '#experiment/view-state.ts';
import type { Page } from '../page.svelte.ts';

type Looks = Pick<Page, 'networkView' | 'scope' | 'bench'>;

/** The page's part of what is shown, as far as it is not the usual. */
export const looksOf = ({ networkView, scope, bench }: Looks): ViewState => ({
  ...(networkView !== 'posts' && { network: networkView }),
  ...(scope !== 'sample' && { scope }),
  ...(bench && { bench }),
});

/** Shows what an experiment just opened asks for. */
export function arrange(page: Looks, { network, scope, bench }: ViewState): void {
  if (network) page.networkView = network;
  if (scope) page.scope = scope;
  if (bench) page.bench = bench;
}
