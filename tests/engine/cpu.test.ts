import { describe } from 'vitest';
import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { conformance } from '../oracles/conformance.ts';

describe.each(['float64', 'float32'] as const)('the CPU engine in %s', (precision) => {
  conformance(async () => new CpuEngine(precision), precision);
});
