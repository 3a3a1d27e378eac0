/** An elementwise function and its derivative, in TypeScript and in WGSL. */
export interface Activation {
  readonly id: string;
  readonly label: string;
  f(a: number): number;
  df(a: number): number;
  /**
   * WGSL expressions in `a`, equal to `f` and `df` to float32 rounding. May call `shaders/lib/math.wgsl`. `both` gives the
   * two as a vec2f where that costs less than one after the other.
   */
  readonly wgsl: { readonly f: string; readonly df: string; readonly both?: string };
  /** Variance of a fresh weight times its fan-in: 2 where half of the units are silent (He et al. 2015), else 1. */
  readonly initialVariance: 1 | 2;
  /** Where the derivative jumps; laws about derivatives stay away from it. */
  readonly kinks: readonly number[];
  /** Where the function is defined, for tests and warnings. */
  readonly domain: readonly [number, number];
}
