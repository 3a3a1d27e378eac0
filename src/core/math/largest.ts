/** Index of the first largest of `count` entries from `from` on; −1 where one of them is not a number. */
export function largest(values: ArrayLike<number>, from = 0, count = values.length - from): number {
  let best = 0;
  for (let i = 0; i < count; i++) {
    if (Number.isNaN(values[from + i]!)) return -1;
    if (values[from + i]! > values[from + best]!) best = i;
  }
  return count > 0 ? best : -1;
}
