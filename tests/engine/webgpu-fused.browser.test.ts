import { describe } from 'vitest';
import { conformance } from '../oracles/conformance.ts';
import { openOn } from '../oracles/open-on.ts';

/** Long programs take a software device's compiler seconds each. */
const NETWORKS = 12;

describe('the fused path', () => {
  conformance(() => openOn('fused'), 'float32', NETWORKS);
});
