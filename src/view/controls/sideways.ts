/** Keeps in `data-more` on which sides a strip that scrolls sideways goes on; its edges fade there (app.css). */
export function sideways(strip: HTMLElement): () => void {
  function look(): void {
    const behind = strip.scrollLeft;
    const ahead = strip.scrollWidth - strip.clientWidth - behind;
    strip.dataset.more = `${behind > 1 ? 'start' : ''} ${ahead > 1 ? 'end' : ''}`.trim();
  }
  const sizes = new ResizeObserver(look);
  for (const it of [strip, ...strip.children]) sizes.observe(it);
  strip.addEventListener('scroll', look, { passive: true });
  return () => {
    sizes.disconnect();
    strip.removeEventListener('scroll', look);
  };
}
