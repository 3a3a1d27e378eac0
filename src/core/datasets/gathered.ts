/** Some rows of numbers that lie [row][unit], in the order asked for; views, not copies. */
export const someRows = (all: Float64Array, units: number, rows: ArrayLike<number>): Float64Array[] =>
  Array.from(rows, (row) => all.subarray(row * units, (row + 1) * units));

/** The same rows one after the other, in an array of their own. */
export function gathered(all: Float64Array, units: number, rows: ArrayLike<number>): Float64Array {
  const some = new Float64Array(rows.length * units);
  for (const [i, row] of someRows(all, units, rows).entries()) some.set(row, i * units);
  return some;
}
