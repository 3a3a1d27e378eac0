import type { PanelId } from '../page.svelte.ts';

/** Below this a column of three has no room for curves that one could read, in CSS pixels; while something is inspected it needs more. */
const ROOM_FOR_CURVES = 450;
const ROOM_FOR_BOTH = 620;

/** Panels of the right column that show only their title, as there is too little height for all. */
export const squeezed = (height: number, isInspecting: boolean): ReadonlySet<PanelId> =>
  new Set(height > 0 && height < (isInspecting ? ROOM_FOR_BOTH : ROOM_FOR_CURVES) ? ['history'] : []);
