import { describe } from 'vitest';
import { conformance } from '../oracles/conformance.ts';
import { openOn } from '../oracles/open-on.ts';

/** What is written for graphics cards runs on the tests' software device too, only slower. */
describe.each(['register', 'tiled'])('the %s path as on a graphics card', (path) => {
  conformance(() => openOn(path, false), 'float32', 12);
});
