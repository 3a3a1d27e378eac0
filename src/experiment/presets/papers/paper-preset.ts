import type { Preset } from '../preset.ts';

/** The setting of a published result. Its document parses without issues. */
export type PaperPreset = Omit<Preset, 'group'>;
