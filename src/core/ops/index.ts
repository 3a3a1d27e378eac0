import { dense } from './dense.ts';
import type { Op } from './op.ts';
import { relay } from './relay.ts';

export type { Op } from './op.ts';
export type OpId = 'dense' | 'relay';

export const ops: readonly Op[] = [dense, relay];
export const op = (id: OpId): Op => ops.find((it) => it.id === id)!;
