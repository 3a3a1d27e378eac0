/** A line of a small plot. */
export interface PlotLine {
  readonly label: string;
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  /** Tells lines apart besides their colour: dashes are theory’s and backprop’s. */
  readonly mark: 'circle' | 'square' | 'triangle';
}

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly said: string;
  /** The one the others are measured by. */
  readonly isRival?: boolean;
}

export type Picture =
  | {
      readonly kind: 'lines';
      readonly x: string;
      readonly y: string;
      readonly isLog?: boolean;
      readonly lines: readonly PlotLine[];
      readonly caption: string;
    }
  | { readonly kind: 'bars'; readonly unit: string; readonly bars: readonly Bar[]; readonly caption: string };

export interface AnswerFigure {
  readonly label: string;
  readonly value: string;
  readonly definition: string;
}

/** What was found, in words that follow from the figures. */
export interface Answer {
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly figures: readonly AnswerFigure[];
  readonly pictures: readonly Picture[];
  /** What it was tried on. */
  readonly on: string;
}
