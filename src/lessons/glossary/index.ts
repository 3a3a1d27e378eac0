import { comparing } from './comparing.ts';
import { learning } from './learning.ts';
import { neurons } from './neurons.ts';
import { doing, pictures } from './pictures.ts';
import { rules } from './rules.ts';
import { settling } from './settling.ts';
import { type Group, groups, type Term, type Word } from './term.ts';

export { type Group, groups, groupTitles, type LiveId, liveIds, type Term } from './term.ts';

const words: Readonly<Record<Group, readonly Word[]>> = {
  neurons,
  settling,
  learning,
  rules,
  comparing,
  pictures,
  doing,
};

/** Every word of the page, group by group. */
export const glossary: readonly Term[] = groups.flatMap((group) =>
  words[group].map((it) => ({ ...it, group })),
);

export const termOf = (id: string): Term | null => glossary.find((it) => it.id === id) ?? null;

/** Words in which everything typed is found: those whose name begins with it first, then other names, then sentences. */
export function findTerms(typed: string): readonly Term[] {
  const sought = typed.trim().toLowerCase();
  if (sought === '') return glossary;
  const rank = ({ name, symbol = '', sentence }: Term): number => {
    if (name.toLowerCase().startsWith(sought) || symbol.toLowerCase() === sought) return 0;
    if (name.toLowerCase().includes(sought)) return 1;
    return sentence.toLowerCase().includes(sought) ? 2 : 3;
  };
  return glossary
    .map((term) => ({ term, rank: rank(term) }))
    .filter((it) => it.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map((it) => it.term);
}
