/** A column whose spread is this share of its largest entry is constant but for rounding. */
const CONSTANT = 1e-12;

/** Columns of [row][units], each moved to mean 0 and scaled to variance 1; those that are constant become 0. */
export function standardise(values: Float64Array, units: number): Float64Array {
  const scaled = new Float64Array(values.length);
  for (let unit = 0; unit < units; unit++) {
    const column = Float64Array.from(
      { length: values.length / units },
      (_, row) => values[row * units + unit]!,
    );
    standardiseColumn(column).forEach((value, row) => {
      scaled[row * units + unit] = value;
    });
  }
  return scaled;
}

function standardiseColumn(column: Float64Array): Float64Array {
  const largest = column.reduce((most, it) => Math.max(most, Math.abs(it)), 0) || 1;
  const mean = meanOf(column.map((it) => it / largest));
  // Taken once more, the mean of what is left is zero to the last digits.
  const around = column.map((it) => it / largest - mean);
  const rest = meanOf(around);
  const centred = around.map((it) => it - rest);
  const deviation = Math.sqrt(meanOf(centred.map((it) => it * it)));
  return deviation < CONSTANT ? centred.fill(0) : centred.map((it) => it / deviation);
}

const meanOf = (values: Float64Array): number => values.reduce((sum, it) => sum + it, 0) / values.length;
