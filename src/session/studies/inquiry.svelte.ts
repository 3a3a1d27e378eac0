import { type Basis, basisOf, basisOfBench, type Screen } from '../basis.ts';
import type { Running, Studies, Study, StudyEngine } from './study.ts';

/** A study and what it is of: what was on screen when it was asked for, until it begins with what it is given then. Reactive. */
export class Inquiry<Result> {
  readonly running: Running<Result>;
  of: Basis = $state.raw()!;

  constructor(session: Screen & { readonly studies: Studies }, study: Study<Result>, on?: StudyEngine) {
    this.of = basisOf(session);
    this.running = session.studies.start<Result>((bench) => {
      this.of = basisOfBench(bench);
      return study(bench);
    }, on);
  }
}
