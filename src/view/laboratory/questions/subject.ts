import type { Subject } from '#session/studies/questions/subject.ts';
import { plural } from '../../format.ts';

/** What a question was tried on, as a sentence: the rows settled together, or all that train. */
export function spokenSubject({ experiment, rows, material, instead }: Subject, trains = false): string {
  const { title, network } = experiment;
  const shape = network.nodes.map((it) => it.units).join('–');
  const name = title === '' ? 'this network' : `“${title}”`;
  const where = `Tried on ${name}, ${shape}, on ${plural(trains ? material.rows.training : rows.length, trains ? 'training row' : 'row')}.`;
  return instead ? `Your own network was not taken, because ${instead}. ${where}` : where;
}
