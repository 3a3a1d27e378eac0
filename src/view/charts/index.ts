import { agreement } from './agreement/index.ts';
import type { Chart } from './chart.ts';
import { classes } from './classes/index.ts';
import { confusion } from './confusion/index.ts';
import { course } from './course/index.ts';
import { curve } from './curve/index.ts';
import { energy } from './energy/index.ts';
import { errors } from './errors/index.ts';
import { frontier } from './frontier/index.ts';
import { history } from './history/index.ts';
import { landscape } from './landscape/index.ts';
import { regions } from './regions/index.ts';
import { stability } from './stability/index.ts';
import { surface } from './surface/index.ts';
import { weights } from './weights/index.ts';

/** Every chart; of those that fit a panel the first is shown unless another is chosen. */
export const charts: readonly Chart[] = [
  energy,
  landscape,
  errors,
  agreement,
  course,
  weights,
  frontier,
  surface,
  regions,
  curve,
  classes,
  confusion,
  history,
  stability,
];
