import { describe } from 'vitest';
import { conformance } from '../oracles/conformance.ts';
import { openOn } from '../oracles/open-on.ts';

/** Long programs take a software device's compiler seconds each. */
const NETWORKS = 12;

describe('the register path', () => {
  conformance(() => openOn('register'), 'float32', NETWORKS);
});
