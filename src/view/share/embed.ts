import type { Part } from '../profile.ts';

export interface EmbedOptions {
  readonly hide: readonly Part[];
  readonly plays: boolean;
  readonly presents: boolean;
  /** Of the frame, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** The address of a link with options of the page in front of its #. */
export function embedAddress(link: string, { hide, plays, presents }: EmbedOptions): string {
  const address = new URL(link);
  // Parts are named in letters: what separates them may stay readable.
  const options = [
    ...(hide.length > 0 ? [`hide=${hide.join(',')}`] : []),
    ...(plays ? [] : ['play=0']),
    ...(presents ? ['present=1'] : []),
  ];
  address.search = options.join('&');
  return address.href;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** HTML that shows the experiment in a frame of another page. */
export function embedCode(link: string, title: string, options: EmbedOptions): string {
  const address = escapeHtml(embedAddress(link, options));
  const name = escapeHtml(title || 'Predictive coding playground');
  return `<iframe src="${address}" title="${name}" width="${options.width}" height="${options.height}" loading="lazy" allow="clipboard-write; fullscreen"></iframe>`;
}
