import type { Subject } from '#session/studies/questions/subject.ts';
import { plural } from '../../format.ts';

/** What a question was tried on, as a sentence. */
export function spokenSubject({ experiment, rows, instead }: Subject): string {
  const { title, network } = experiment;
  const shape = network.nodes.map((it) => it.units).join('–');
  const name = title === '' ? 'this network' : `“${title}”`;
  const where = `Tried on ${name}, ${shape}, on ${plural(rows.length, 'row')}.`;
  return instead ? `Your own network was not taken, because ${instead}. ${where}` : where;
}
