import type { Running } from '#session/studies/study.ts';
import { duration, number, percent } from '../../format.ts';

const seconds = (milliseconds: number): string =>
  milliseconds >= 995 && milliseconds < 9950
    ? `${number(milliseconds / 1000, 2)} s`
    : duration(milliseconds / 1000);

type Course = Pick<Running<unknown>, 'state' | 'progress' | 'message' | 'took'>;

/** How a study ended, as a sentence; empty while it runs. */
export function outcome(
  { state, progress, message, took }: Course,
  failed = 'This could not be computed',
  done = 'Took',
): string {
  switch (state) {
    case 'running':
      return '';
    case 'failed':
      return `${failed}: ${message.replace(/[.!?\s]+$/, '')}.`;
    case 'stopped':
      return `Stopped after ${percent(progress)}.`;
    case 'done':
      return took === null ? 'Done.' : `${done} ${seconds(took)}.`;
  }
}
