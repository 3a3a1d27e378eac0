import type { Session } from '#session/session.ts';
import type { Rate } from '#session/speed.svelte.ts';
import { number, percent, plural } from '../format.ts';

export interface Figure {
  readonly term: string;
  readonly figure: string;
  /** Its definition. */
  readonly meaning: string;
}

type Measured = Pick<Session, 'speed' | 'roof' | 'experiment'>;

const time = (rate: Rate | null): string => (rate ? `${number(rate.milliseconds)} ms` : '–');
const batch = (rate: Rate | null): string => (rate ? `${plural(rate.samples, 'sample')}` : 'samples');

const MEASURED =
  'From asking to reading the result, shared among those asked for together; over the last fifteen times.';

/** What the page says about its own speed, each figure with its definition. */
export function figures({ speed: { training, settling }, roof, experiment }: Measured): readonly Figure[] {
  const { settleSteps } = experiment.inference;
  // Training is all that there is to compute; settling alone is the part that one sees.
  const rate = training ?? settling;
  const steps = [
    {
      term: 'Training step',
      figure: time(training),
      meaning: `One batch (${batch(training)}): ${plural(settleSteps, 'settling step')} and a weight update. ${MEASURED}`,
    },
    {
      term: 'Settling step',
      figure: time(settling),
      meaning: `Every layer once, of ${batch(settling)}: asked for ten or more at a time. ${MEASURED}`,
    },
    {
      term: 'Arithmetic',
      figure: rate ? `${number(rate.gflops)} GFLOP/s` : '–',
      meaning: `Multiplications and additions of a ${training ? 'training' : 'settling'} step’s matrix products, in billions a second.`,
    },
  ];
  if (!roof) return steps;
  return [
    ...steps,
    {
      term: 'Of this device’s roof',
      figure: rate ? percent(rate.gflops / roof.gflops) : '–',
      meaning: `The roof is the most it did when measured, ${number(roof.gflops)} GFLOP/s: independent multiply-adds, ${roof.words}.`,
    },
  ];
}
