import type { ViewState } from '#experiment/view-state.ts';
import type { Page } from '../page.svelte.ts';

type Looks = Pick<Page, 'networkView' | 'scope'>;

/** The page's part of what is shown, as far as it is not the usual. */
export const looksOf = ({ networkView, scope }: Looks): ViewState => ({
  ...(networkView !== 'posts' && { network: networkView }),
  ...(scope !== 'sample' && { scope }),
});

/** Shows what an experiment just opened asks for. */
export function arrange(page: Looks, { network, scope }: ViewState): void {
  if (network) page.networkView = network;
  if (scope) page.scope = scope;
}
