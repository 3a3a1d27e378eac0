/**
 * Target alignment (Song et al., 2024, prospective configuration): the cosine, of every sample of a batch, between the
 * change of its output caused by one weight update and its error before it (target − output).
 */
export interface Alignment {
  /** Mean over the samples that have a cosine; null without any. */
  readonly cosine: number | null;
  /** Samples that have one. */
  readonly counted: number;
  /** Samples left out: the output did not change at all, or was right to the bit before. */
  readonly leftOut: number;
}

/** Of outputs before and after an update and their targets, [sample][unit]; of the units named, where not all count. */
export function alignmentOf(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  targets: ArrayLike<number>,
  units: number,
  counting: readonly number[] = Array.from({ length: units }, (_, i) => i),
): Alignment {
  const samples = before.length / units;
  let [sum, counted] = [0, 0];
  for (let s = 0; s < samples; s++) {
    let [dot, change, error] = [0, 0, 0];
    for (const unit of counting) {
      const i = s * units + unit;
      const moved = after[i]! - before[i]!;
      const missing = targets[i]! - before[i]!;
      dot += moved * missing;
      change += moved * moved;
      error += missing * missing;
    }
    if (change === 0 || error === 0) continue;
    sum += dot / Math.sqrt(change) / Math.sqrt(error);
    counted++;
  }
  return { cosine: counted === 0 ? null : sum / counted, counted, leftOut: samples - counted };
}

/** Of several updates together: every sample counts as much as any other. */
export function together(parts: readonly Alignment[]): Alignment {
  const sum = (of: (part: Alignment) => number) => parts.reduce((total, it) => total + of(it), 0);
  const counted = sum((it) => it.counted);
  const cosine = sum((it) => (it.cosine ?? 0) * it.counted) / counted;
  return { cosine: counted === 0 ? null : cosine, counted, leftOut: sum((it) => it.leftOut) };
}
