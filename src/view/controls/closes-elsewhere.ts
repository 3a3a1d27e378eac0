/** For what unfolds over the page: it folds again when one presses elsewhere, or Escape within, which gives the focus back. */
export function closesElsewhere(details: HTMLDetailsElement): () => void {
  const closeOutside = (event: MouseEvent): void => {
    if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
  };
  const closeByKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !details.open) return;
    event.stopPropagation();
    details.open = false;
    details.querySelector('summary')?.focus();
  };
  document.addEventListener('click', closeOutside);
  details.addEventListener('keydown', closeByKey);
  return () => {
    document.removeEventListener('click', closeOutside);
    details.removeEventListener('keydown', closeByKey);
  };
}
