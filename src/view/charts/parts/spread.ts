/** Moves labels apart so that neighbours keep `gap`, in order of their wish, within bounds where there is room. */
export function spread<L extends { readonly at: number }>(
  labels: readonly L[],
  gap: number,
  [low, high]: readonly [number, number],
): readonly L[] {
  const sorted = [...labels].sort((a, b) => a.at - b.at);
  const places = sorted.map((it) => Math.max(low, it.at));
  for (let i = 1; i < places.length; i++) places[i] = Math.max(places[i]!, places[i - 1]! + gap);
  let ceiling = high;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, ceiling);
    ceiling = places[i]! - gap;
  }
  return sorted.map((label, i) => ({ ...label, at: places[i]! }));
}
