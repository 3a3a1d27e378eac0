import type { KernelName } from '#core/plan/plan.ts';

/** Where the factors of a product stand: numbers of WGSL, or names of arguments of `shaders/ops/dense.wgsl`. */
export interface Product {
  /** Outputs are rows × columns, each the sum of so many terms. */
  readonly rows: 'samples' | 'units';
  readonly columns: 'units' | 'sourceUnits';
  readonly terms: 'sourceUnits' | 'units' | 'samples';
  readonly left: Factor;
  readonly right: Factor;
}

/** Tensor of one factor: a row or column of the output has its terms side by side, or each term has its outputs so. */
export interface Factor {
  readonly tensor: 'activity' | 'delta' | 'weight';
  readonly along: 'terms' | 'outputs';
}

/** a = W u, drive = Wᵀ δ, gradient = Σ δ uᵀ as matrix products, row-major everywhere. */
export const products: ReadonlyMap<KernelName, Product> = new Map<KernelName, Product>([
  [
    'ops/dense.predict',
    {
      rows: 'samples',
      columns: 'units',
      terms: 'sourceUnits',
      left: { tensor: 'activity', along: 'terms' },
      right: { tensor: 'weight', along: 'terms' },
    },
  ],
  [
    'ops/dense.pullback',
    {
      rows: 'samples',
      columns: 'sourceUnits',
      terms: 'units',
      left: { tensor: 'delta', along: 'terms' },
      right: { tensor: 'weight', along: 'outputs' },
    },
  ],
  [
    'ops/dense.gradient',
    {
      rows: 'units',
      columns: 'sourceUnits',
      terms: 'samples',
      left: { tensor: 'delta', along: 'outputs' },
      right: { tensor: 'activity', along: 'outputs' },
    },
  ],
]);
