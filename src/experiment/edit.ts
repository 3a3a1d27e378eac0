/**
 * Edits: pure functions from an experiment to another one. None throws; where an edit cannot be made it gives back
 * the very same experiment and an issue. What an edit returns survives `toDocument` and `parse` without issues.
 */
export { addLayer } from './edit/add-layer.ts';
export {
  AUTO_SHARE,
  byHand,
  chooseRate,
  followed,
  hasFollowed,
  isAutoRate,
  setAutoRate,
} from './edit/auto-rate.ts';
export { connect, disconnect } from './edit/connections.ts';
export { setData, setRows, setSampling } from './edit/data.ts';
export type { Edited } from './edit/edited.ts';
export { freeInput, holdInput, isInputHeld } from './edit/hold-input.ts';
export { toggleSynapse, toggleUnit } from './edit/lesions.ts';
export { moveLayer } from './edit/move-layer.ts';
export { setPrecision, setUnits } from './edit/nodes.ts';
export { pinUnit, pinUnits, unpinUnit, unpinUnits } from './edit/pins.ts';
export {
  activationOf,
  type Placement,
  placement,
  setNodeActivation,
  setPlacement,
} from './edit/placement.ts';
export { removeLayer } from './edit/remove-layer.ts';
export { setInference, setLearning, setRule, setSeed, setTitle } from './edit/settings.ts';
