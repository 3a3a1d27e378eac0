/** A publication, or software or data to be credited. */
export interface Reference {
  readonly kind: 'article' | 'inproceedings' | 'misc';
  /** “Family, Given”, in the order of the title page. */
  readonly authors: readonly string[];
  readonly title: string;
  readonly year: number;
  /** Journal, proceedings, or where it is kept. */
  readonly venue: string;
  readonly volume?: string;
  readonly number?: string;
  /** From and to, or the number of the article. */
  readonly pages?: string;
  readonly doi?: string;
  /** Number on arXiv, with the version where it matters. */
  readonly arxiv?: string;
  readonly url?: string;
}

const familyOf = (author: string): string => author.split(',')[0]!;

/** “Rosenbaum (2022)”, “Whittington and Bogacz (2017)”, “Song et al. (2020)”. */
export function cite({ authors, year }: Reference): string {
  const [first, second] = authors.map(familyOf);
  const names =
    authors.length === 1 ? first : authors.length === 2 ? `${first} and ${second}` : `${first} et al.`;
  return `${names} (${year})`;
}

/** Where to read it: the publisher’s page before the preprint. */
export function addressOf({ doi, arxiv, url }: Reference): string | null {
  if (doi) return `https://doi.org/${doi}`;
  if (arxiv) return `https://arxiv.org/abs/${arxiv}`;
  return url ?? null;
}

/** Characters that BibTeX reads as commands, and letters it cannot sort. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '\\&',
  '%': '\\%',
  '#': '\\#',
  _: '\\_',
  ö: '{\\"o}',
  é: "{\\'e}",
  μ: '{$\\mu$}',
  '–': '--',
  '—': '---',
  '’': "'",
};
const escaped = (text: string): string => text.replace(/[&%#_öéμ–—’]/g, (it) => ESCAPES[it]!);

/** One entry for a .bib file, under this key. */
export function bibtex(key: string, reference: Reference): string {
  const { kind, authors, title, year, venue, volume, number, pages, doi, arxiv, url } = reference;
  const home = kind === 'article' ? 'journal' : kind === 'inproceedings' ? 'booktitle' : 'howpublished';
  const fields: Readonly<Record<string, string | undefined>> = {
    author: escaped(authors.join(' and ')),
    title: `{${escaped(title)}}`,
    year: String(year),
    [home]: escaped(venue),
    volume,
    number,
    pages: pages && escaped(pages),
    doi,
    eprint: arxiv,
    archiveprefix: arxiv && 'arXiv',
    url,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => (value ? [`  ${name} = {${value}}`] : []));
  return `@${kind}{${key},\n${lines.join(',\n')}\n}\n`;
}
