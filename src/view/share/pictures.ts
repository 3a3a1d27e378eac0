/** Something on the page that can be saved as a picture. */
export interface Picture {
  readonly value: string;
  readonly label: string;
  /** What of it is drawn: the drawing, with the title and the caption around it where words are wanted. */
  readonly parts: (withWords: boolean) => readonly Element[];
}

const isPicture = (element: Element, drawing: string): boolean =>
  element.querySelector(drawing) !== null && element.checkVisibility();

/** The panels in sight; in their place the bench of the laboratory, and each of its figures. */
export const picturesInSight = (): readonly Picture[] => [...panels(), ...ofLaboratory()];

function panels(): Picture[] {
  return [...document.querySelectorAll('[data-panel]')]
    .filter((it) => isPicture(it, '.body svg, .body canvas'))
    .map((panel) => ({
      value: panel.getAttribute('data-panel')!,
      label: panel.querySelector('h2')?.textContent ?? '',
      parts: (withWords) => {
        const body = panel.querySelector('.body')!;
        if (!withWords) return [body];
        const caption = panel.querySelector(':scope > .caption');
        // What stands below the caption is for driving, not for looking at.
        return [...panel.children].filter(
          (it) => it === caption || !(it.compareDocumentPosition(body) & Node.DOCUMENT_POSITION_PRECEDING),
        );
      },
    }));
}

function ofLaboratory(): Picture[] {
  const bench = document.querySelector('.laboratory .bench');
  // Marks on buttons are no pictures.
  const drawing = 'svg:not(button svg, label svg, summary svg), canvas';
  if (!bench || !isPicture(bench, drawing)) return [];
  const name =
    document.querySelector('.laboratory input:checked')?.parentElement?.textContent?.trim() || 'Bench';
  const figures = [...bench.querySelectorAll<HTMLElement>('figure')]
    .filter((it) => isPicture(it, drawing))
    .map((figure, i) => ({
      value: `figure ${i + 1}`,
      label: `${name}, figure ${i + 1}`,
      parts: (withWords: boolean) => {
        return [...figure.children].filter((it) => withWords || !it.matches('figcaption'));
      },
    }));
  // What is in it, not its window on that: all of it is drawn, also what is scrolled away.
  return [{ value: 'bench', label: name, parts: () => [...bench.children] }, ...figures];
}
