import { describe } from 'vitest';
import { conformance } from '../oracles/conformance.ts';
import { openOn } from '../oracles/open-on.ts';

describe('the tiled path', () => {
  conformance(() => openOn('tiled'), 'float32');
});
