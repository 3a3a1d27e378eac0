/** Below this a column of three has no room for a picture and a plot that one could read, in CSS pixels; while something is inspected it needs more. */
const ROOM_FOR_BOTH = 600;
const ROOM_FOR_ALL = 840;

/** Whether there is too little height for learning curves below the output: they then share its panel, a tab each. */
export const isShared = (height: number, isInspecting: boolean): boolean =>
  height > 0 && height < (isInspecting ? ROOM_FOR_ALL : ROOM_FOR_BOTH);
