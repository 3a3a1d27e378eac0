import { describe } from 'vitest';
import { conformance } from '../oracles/conformance.ts';
import { openCrew } from '../oracles/crew.ts';

describe('a crew of three', () => conformance(async () => openCrew(3), 'float32'));
