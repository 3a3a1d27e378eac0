/**
 * The items of a record that goes on and on, in order; where there are more than so many, those at multiples of a power of two, so
 * that about half are left and still span the whole evenly. The first and the newest always stay.
 * @param at where an item stands: whole numbers, ascending
 */
export function thinned<T>(items: readonly T[], most: number, at: (item: T) => number): readonly T[] {
  if (items.length <= most) return items;
  let stride = 1;
  let kept = items;
  while (kept.length > Math.max(2, most / 2)) {
    stride *= 2;
    const multiples = kept.filter((it, k) => k === 0 || it === items.at(-1) || at(it) % stride === 0);
    if (multiples.length === kept.length && stride > at(items.at(-1)!)) break;
    kept = multiples;
  }
  return kept;
}
